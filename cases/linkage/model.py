"""The linkage model as data: comparisons and what follows from them (TOML), and trained weights (JSON). Pure."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log2
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "data" / "linkage"
MODEL = FOLDER / "model.toml"
SMALLEST = 1e-9
NUMBERS = ("nhs_number", "upn", "nino")
"""The schemes whose values name one person, and the comparisons of the same names."""


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison. `when` are the ways to hold it, none for the last; `rare` a column or empty."""

    name: str
    words: str
    when: tuple[str, ...]
    m: float
    u: float
    rare: str = ""

    @property
    def weight(self) -> float:
        """Match weight: log2 of how much likelier this is between records of one person than of two."""
        return log2(max(self.m, SMALLEST) / max(self.u, SMALLEST))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared: levels from most to least alike. Says nothing where a column of `missing` is missing."""

    name: str
    missing: tuple[str, ...]
    levels: tuple[Level, ...]
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Never:
    """Levels that together keep two apart, whatever the weight; `numbered`: even with a number in common."""

    words: str
    levels: tuple[tuple[str, frozenset[str]], ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Bands:
    """Match weights: at least `link` links, at least `look` is worth a look; `margin` see the model file."""

    link: float
    look: float
    margin: float


@dataclass(frozen=True, slots=True)
class Training:
    """How weights are trained: blocks of the sessions, pairs drawn, rules that are nearly certain and their recall."""

    blocks: tuple[tuple[str, ...], ...]
    pairs: int
    certain: tuple[tuple[str, ...], ...]
    certain_recall: float


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that decides how records are linked. `prior` is the chance that two random identities are one."""

    version: str
    weights: str
    comparisons: tuple[Comparison, ...]
    blocks: tuple[tuple[str, ...], ...]
    bands: Bands
    training: Training
    nevers: tuple[Never, ...]
    prior: float

    def comparison(self, name: str) -> Comparison:
        """The comparison of this name. KeyError when there is none."""
        for one in self.comparisons:
            if one.name == name:
                return one
        raise KeyError(name)


@lru_cache(maxsize=8)
def shipped_model(weights: str = "") -> Model:
    """The model with its trained weights: those shipped, or those of a file (its path) that `training` wrote.

    ValueError when the weights are of another version of the model: they would not fit.
    """
    with MODEL.open("rb") as handle:
        said = tomllib.load(handle)
    path = Path(weights) if weights else FOLDER / said["weights"]
    trained = json.loads(path.read_text(encoding="utf-8"))
    if trained["model"] != said["version"]:
        raise ValueError(f"{path.name} was trained for model {trained['model']}, not {said['version']}: train again")
    return read_model(said, trained)


def read_model(said: Mapping[str, Any], trained: Mapping[str, Any]) -> Model:
    """A model from the two files as read. What was not trained keeps the m and u of the model file."""
    comparisons = tuple(_comparison(one, trained.get("comparisons", {})) for one in said["comparisons"])
    names = {one.name for one in comparisons}
    return Model(
        version=said["version"],
        weights=str(trained.get("trained", "as set by hand")),
        comparisons=comparisons,
        blocks=tuple(tuple(block["on"]) for block in said["blocks"]),
        bands=Bands(**said["bands"]),
        training=Training(
            tuple(tuple(block) for block in said["training"]["blocks"]),
            said["training"]["pairs"],
            tuple(tuple(rule) for rule in said["training"]["certain"]),
            said["training"]["certain_recall"],
        ),
        nevers=tuple(
            Never(
                one["words"],
                tuple((name, frozenset(levels)) for name, levels in one.items() if name in names),
                one.get("numbered", False),
            )
            for one in said["never"]
        ),
        prior=trained.get("prior", 4e-5),
    )


def _comparison(said: Mapping[str, Any], trained: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Comparison:
    known = {} if said.get("fixed") else trained.get(said["name"], {})
    levels = tuple(
        Level(
            name=level["name"],
            words=level["words"],
            when=tuple(level["when"]),
            m=known.get(level["name"], level)["m"],
            u=known.get(level["name"], level)["u"],
            rare=level.get("rare", ""),
        )
        for level in said["levels"]
    )
    return Comparison(said["name"], tuple(said["missing"]), levels, said.get("fixed", False))
