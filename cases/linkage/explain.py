"""Why two records were taken for one person, or not, in plain words with the weight of each reason. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.linkage.model import Model


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (weight above 0) or against two records being one person. Weights are log2 odds."""

    words: str
    weight: float


def reasons(model: Model, levels: Mapping[str, str]) -> tuple[Reason, ...]:
    """What a pair's levels say, the weightiest first. What is missing says nothing."""
    found = []
    for comparison in model.comparisons:
        for level in comparison.levels:
            if levels.get(comparison.name) == level.name:
                found.append(Reason(level.words, round(level.weight, 1)))
    return tuple(sorted(found, key=lambda reason: (-abs(reason.weight), reason.words)))


def in_words(model: Model, levels: Mapping[str, str], weight: float) -> str:
    """`same date of birth, given name a letter off, another surname at the same address: likely`."""
    return f"{', '.join(reason.words for reason in reasons(model, levels))}: {band_words(model, weight)}"


def band_words(model: Model, weight: float) -> str:
    """How likely a match weight makes it, in a word or two."""
    if weight >= model.bands.link + 10:
        return "all but certain"
    if weight >= model.bands.link:
        return "likely"
    return "worth a look" if weight >= model.bands.look else "unlikely"


def weights_in_words(model: Model) -> str:
    """Every comparison with its levels and weights, one a line, as a page or an operator's terminal shows them."""
    lines = [f"Model {model.version}, weights {model.weights}."]
    for comparison in model.comparisons:
        lines += [f"  {level.weight:+6.1f}  {level.words}" for level in comparison.levels]
    return "\n".join(lines)
