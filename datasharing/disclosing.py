"""What was shown through the door: for the disclosure row, and for what goes out later and must be allowed then too."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.utils import timezone

from agencies.actor import Actor
from datasharing.deciding import Told
from datasharing.policy import Decision, Part, Standing, decide
from datasharing.selectors.protections import Protections
from datasharing.selectors.rules import rulebook_for
from datasharing.vocabulary import Category, Level, Reach, ToldBy

_NOTED: ContextVar[set[Told] | None] = ContextVar("noted", default=None)


class Looks:
    """What was shown through one opening of the door: it becomes one disclosure row."""

    def __init__(self) -> None:
        self.noted = _NOTED.get()
        self.families: list[UUID] = []
        self.subjects: set[UUID] = set()
        self._seen: dict[Category, tuple[Level, set[str]]] = {}
        self._in_emergency: set[int] = set()
        self._last: dict[tuple[Category, int], Decision] = {}

    def remember(self, category: Category, supplier: int, subjects: frozenset[UUID], decision: Decision) -> None:
        """Note a part that was shown. What stayed hidden was not disclosed."""
        if decision.level is Level.HIDDEN:
            return
        self.subjects.update(subjects)
        if self._last.get((category, supplier)) is decision:
            return
        self._last[category, supplier] = decision
        if any(reason.emergency for reason in decision.reasons):
            self._in_emergency.add(supplier)
        level, codes = self._seen.get(category, (Level.HIDDEN, set()))
        codes.update(reason.code for reason in decision.reasons)
        self._seen[category] = max(level, decision.level), codes

    def detail(self) -> dict[str, object]:
        """Categories with level and basis, as the row keeps them; the suppliers of what an emergency opened."""
        seen = {
            str(category): {"level": level.word, "basis": sorted(codes)}
            for category, (level, codes) in sorted(self._seen.items())
        }
        return {"seen": seen} | ({"in_emergency": sorted(self._in_emergency)} if self._in_emergency else {})


@contextmanager
def noting() -> Iterator[set[Told]]:
    """What is shown open in this block, part by part: for what goes out later."""
    noted: set[Told] = set()
    before = _NOTED.set(noted)
    try:
        yield noted
    finally:
        _NOTED.reset(before)


def still_opens(actor: Actor, reaches: frozenset[Reach], parts: Iterable[Told]) -> bool:
    """Whether parts that were noted by these reaches are all open by them today. Looks for no grant, shows nothing."""
    on = timezone.localdate()
    rulebook, protections = rulebook_for(actor, on), Protections(actor)
    held = Standing(inside_place=True, excluded=False, reaches=reaches)
    return all(
        decide(
            actor,
            Part(category, supplier, kind, about, ToldBy(told_by)),
            protections.before(held, about),
            rulebook.about(kind, category),
            on,
        ).is_open
        for category, supplier, kind, about, told_by in parts
    )
