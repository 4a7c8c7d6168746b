"""Weighted caseloads, headroom, and whom to suggest as key worker, with reasons. Pure; the weights are data."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from cases.vocabulary import Intensity

DATA = Path(__file__).parent / "data" / "caseload.toml"


@lru_cache(maxsize=1)
def weights() -> dict[Intensity, Decimal]:
    """What one family of each intensity weighs. ValueError when the data leaves an intensity out."""
    held = tomllib.loads(DATA.read_text(encoding="utf-8"), parse_float=Decimal)["weights"]
    if set(held) != set(Intensity.values):
        raise ValueError(f"{DATA.name} must give a weight for each of {', '.join(Intensity.values)}")
    return {Intensity(name): Decimal(weight) for name, weight in held.items()}


def weighted(families: Mapping[str, int]) -> Decimal:
    """The weight of so many families of each intensity."""
    return sum((weights()[Intensity(name)] * number for name, number in families.items()), Decimal(0))


def plain(weight: Decimal) -> str:
    """A weight in words, without noughts at its end: "9", "5.4"."""
    return f"{float(weight):g}"


@dataclass(frozen=True)
class Candidate:
    """A key worker who could take a family. `load` and `capacity` are weighted; `near` counts the places they share."""

    post: int
    load: Decimal
    capacity: int
    on_team: bool
    near: int

    @property
    def headroom(self) -> Decimal:
        """How much more they can carry; below nought when they carry too much already."""
        return self.capacity - self.load


@dataclass(frozen=True)
class Suggestion:
    """Whom to think of first, and why. A person decides."""

    post: int
    reasons: tuple[str, ...]


def suggest(candidates: Sequence[Candidate], intensity: str) -> Suggestion | None:
    """The candidate with room who knows the place best and has most headroom left; None when nobody has room."""
    weight = weights()[Intensity(intensity)]
    with_room = [one for one in candidates if one.headroom >= weight]
    if not with_room:
        return None
    best = max(with_room, key=lambda one: (one.on_team, one.near, one.headroom, -one.post))
    reasons = [
        _("carries %(load)s of %(capacity)s, and this family weighs %(weight)s")
        % {"load": plain(best.load), "capacity": best.capacity, "weight": plain(weight)}
    ]
    if best.on_team:
        reasons.append(_("sits on the locality team"))
    if best.near == max(one.near for one in candidates) and len({one.near for one in candidates}) > 1:
        reasons.append(_("works nearest to the family"))
    if all(best.headroom > one.headroom for one in candidates if one.post != best.post):
        reasons.append(_("has the most headroom"))
    return Suggestion(best.post, tuple(reasons))
