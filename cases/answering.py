"""The clock of an access request, and what of a record may be told to the person it is about. Pure."""

import re
from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from agencies.words import Words
from cases.working_days import add_working_days, is_working_day

ALSO_OTHERS = Words("It is also about somebody else, or names them.")
"""One sentence for every such reason, so that it never tells of a restriction, or of whom."""
NOT_SENT = Words("Where somebody lives is not sent in a pack that others may open. Ask for it in person.")
MOST_EXTENSION = 2
"""Months."""


def months_on(day: date, months: int) -> date:
    """The same day so many months on, or that month's last; the next working day where nobody is at work."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    found = date(year, month, min(day.day, monthrange(year, month)[1]))
    return found if is_working_day(found) else add_working_days(found, 1)


def due_on(received: date, identity_checked: date | None, *, paused_days: int = 0, extended: int = 0) -> date | None:
    """When the answer is due: one calendar month from the day that we knew who asks. None until then."""
    if identity_checked is None:
        return None
    begins = max(received, identity_checked)
    due = months_on(begins, 1 + min(extended, MOST_EXTENSION))
    return date.fromordinal(due.toordinal() + paused_days)


@dataclass(frozen=True)
class Around:
    """What stands around a record: whether it is a family's shared one and that family's is open, how many others it
    is about, and whether the address of the person themselves is protected."""

    is_shared: bool
    family_is_open: bool
    others: int
    address_is_protected: bool


def why_withheld(around: Around, categories: Collection[str], words: Collection[str], names: Collection[str]) -> str:
    """Why a record is withheld from the person who asks; empty when it is given."""
    if around.others or (around.is_shared and not around.family_is_open):
        return ALSO_OTHERS
    if around.address_is_protected and "whereabouts" in categories:
        return NOT_SENT
    return ALSO_OTHERS if names_somebody(words, names) else ""


def names_somebody(words: Collection[str], names: Collection[str]) -> bool:
    """Whether any of these texts speaks of somebody by one of these names."""
    held = [re.escape(name) for name in names if len(name) > 1]
    if not held:
        return False
    pattern = re.compile(rf"\b({'|'.join(held)})(?:'s|’s)?\b", re.IGNORECASE)
    return any(pattern.search(text) for text in words)
