"""Choices that several forms offer: the people of a family, categories, days ahead."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from cases.selectors.people import Member
from datasharing.vocabulary import Category

NOT_OF_WORDS = frozenset(
    {Category.IDENTITY, Category.WHEREABOUTS, Category.HOUSEHOLD, Category.AGREEMENT, Category.PLAN}
)
"""Categories that no free text is of."""


def people(members: Iterable[Member]) -> list[tuple[str, str]]:
    """Subjects and names; a child's age beside the name."""
    return [(str(one.subject), _known_as(one)) for one in members]


def categories(first: Category) -> list[tuple[str, str]]:
    """What words can be about, `first` first."""
    rest = [one for one in Category if one not in NOT_OF_WORDS and one is not first]
    return [(one.value, str(one.label)) for one in (first, *rest)]


def tomorrow() -> dt.date:
    """The first day on which something to come can fall."""
    return timezone.localdate() + dt.timedelta(days=1)


def _known_as(member: Member) -> str:
    return f"{member.known_as}, {member.age}" if member.age is not None and member.is_child else member.known_as
