"""Claims of two records that become one: all go along, and one at most stands for the family under each framework.

Where both were claimed for, the earlier claim stands and the later is taken back first, by whoever takes claims back.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cases.merging import RESTING
from cases.operations import moving_rows as rows

OUT_OF_THE_WAY = 10_000
"""Added to a turn while claims move, since no two may share one on the way."""
FIRST_OF_ALL = {
    "claimed": "is to be refused",
    "approved": "is to be paid and then taken back",
    "paid": "is to be taken back",
}


@dataclass(frozen=True)
class ClaimedTwice:
    """Two claims that stand under one framework, one on each record: `stands`, and `back`, which has to go first.

    Both are references; `path` leads to the latter, and `step` says in words what has to be done with it.
    """

    framework: str
    stands: str
    stands_on: date
    back: str
    back_on: date
    step: str
    path: str

    @property
    def words(self) -> str:
        """The whole of it in a sentence."""
        return (
            f"Both were claimed for under {self.framework}. Claim {self.stands} of {self.stands_on:%-d %B %Y} stands; "
            f"claim {self.back} of {self.back_on:%-d %B %Y} {self.step} first, by a claims officer."
        )


def claimed_twice(kept: UUID, gone: UUID) -> list[ClaimedTwice]:
    """The claims in the way of a merge, by framework. What was paid stands before what was not, then the earlier."""
    standing: dict[str, list[Any]] = defaultdict(list)
    for one in _alive(kept, gone).filter(reversed_by__isnull=True).order_by("framework", "claimed_at", "pk"):
        standing[one.framework].append(one)
    found = []
    for held in standing.values():
        first, *others = sorted(held, key=lambda one: one.state != "paid")
        found += [
            ClaimedTwice(
                framework=one.framework_title,
                stands=first.reference,
                stands_on=first.claimed_on,
                back=one.reference,
                back_on=one.claimed_on,
                step=FIRST_OF_ALL[one.state],
                path=one.get_absolute_url(),
            )
            for one in others
        ]
    return found


def move_claims(before: UUID, after: UUID, keys: Collection[Any] | None) -> list[Any]:
    """Claims go one by one, sealed anew at once: the database lets nothing else of them change but their turn.

    Whoever moves them counts the turns of both files afterwards.
    """
    model, _pointing = rows.column_of(RESTING)
    found = model._default_manager.filter(**{RESTING.field: before})
    moved: list[Any] = list(found.order_by("pk") if keys is None else found.filter(pk__in=keys).order_by("pk"))
    for row in moved:
        row.file_id = after
        if row.reverses_id is None and row.state != "refused":
            row.turn += OUT_OF_THE_WAY
        row.save(update_fields=[RESTING.field, "turn", *rows.sealed_fields(model)])
    return [row.pk for row in moved]


def count_turns(file: UUID) -> None:
    """Number a file's claims anew under each framework: those taken back as they were made, then the one that stands.

    It is how they are numbered when they are made, so that records taken apart have the numbers that they had.
    """
    model, _pointing = rows.column_of(RESTING)
    back = set(model._default_manager.filter(file=file, reverses__isnull=False).values_list("reverses", flat=True))
    turns: dict[str, int] = defaultdict(int)
    changed = []
    for one in sorted(_alive(file), key=lambda one: (one.pk not in back, one.claimed_at, one.pk)):
        if one.turn != turns[one.framework]:
            changed.append((one, turns[one.framework]))
        turns[one.framework] += 1
    for one, turn in changed:
        model._default_manager.filter(pk=one.pk).update(turn=2 * OUT_OF_THE_WAY + turn)
    for one, turn in changed:
        model._default_manager.filter(pk=one.pk).update(turn=turn)
        model._default_manager.filter(reverses=one.pk).exclude(turn=turn).update(turn=turn)


def _alive(*files: UUID) -> Any:
    """The claims of these files that were not refused; no reversals."""
    model, _pointing = rows.column_of(RESTING)
    return model._default_manager.filter(file__in=files, reverses__isnull=True).exclude(state="refused")
