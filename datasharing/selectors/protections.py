"""What protects the people concerned: restrictions in force and consents, read once for all of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db.models import Q
from django.utils import timezone

from agencies.actor import Actor
from datasharing.models import Consent, Restriction
from datasharing.policy import Barrier, Standing
from datasharing.prepared import rows_of, uuids
from datasharing.vocabulary import Category

log = structlog.get_logger(__name__)

IN_FORCE = """
SELECT 'restriction', held.subject_id, held.categories, held.kind = 'sealed',
       ARRAY(SELECT named.post_id FROM datasharing_named named
             WHERE named.restriction_id = held.id AND named.starts_at <= %(now)s
               AND (named.ends_at IS NULL OR named.ends_at > %(now)s)), NULL::bigint
FROM datasharing_restriction held
WHERE held.subject_id = ANY(%(subjects)s) AND held.starts_at <= %(now)s
  AND (held.ends_at IS NULL OR held.ends_at > %(now)s)
UNION ALL
SELECT 'consent', said.subject_id, ARRAY[said.category], said.agrees, ARRAY[]::bigint[], said.onward_to_id
FROM datasharing_consent said
WHERE said.subject_id = ANY(%(subjects)s) AND said.given_at <= %(now)s
  AND (said.withdrawn_at IS NULL OR said.withdrawn_at > %(now)s)
  AND (said.lapses_on IS NULL OR said.lapses_on > %(today)s)
  AND (said.onward_to_id IS NULL OR said.onward_to_id = %(agency)s)
"""
GIVEN = {"subjects": "uuid[]", "now": "timestamptz", "today": "date", "agency": "bigint"}


@dataclass(slots=True)
class _Known:
    """What stands before and for one person."""

    barriers: tuple[Barrier, ...] = ()
    consents: frozenset[tuple[UUID, Category]] = frozenset()
    onward: frozenset[tuple[UUID, Category]] = frozenset()


NOTHING = _Known()


class Protections:
    """Restrictions and consents as one actor meets them now: one query for everybody asked about at once."""

    def __init__(self, actor: Actor, at: datetime | None = None) -> None:
        self._actor = actor
        self._at = at or timezone.now()
        self._read: set[UUID] = set()
        self._known: dict[UUID, _Known] = {}

    def know(self, subjects: Collection[UUID]) -> None:
        """Read what is not yet known of these people."""
        # Each person once by number, since a page names them in every field and a UUID is compared in Python.
        unknown = [subject for subject in {one.int: one for one in subjects}.values() if subject not in self._read]
        if not unknown:
            return
        self._read.update(unknown)
        given: dict[str, Any] = {
            "subjects": uuids(unknown),
            "now": self._at,
            "today": timezone.localdate(self._at),
            "agency": self._actor.agency,
        }
        rows: list[Any] = rows_of("lintel_protections", IN_FORCE, GIVEN, given)
        for what, subject, words, flag, named, onward_to in rows:
            known = self._known.setdefault(subject, _Known())
            categories = frozenset(_category(word) for word in words)
            if what == "restriction":
                known.barriers += (Barrier(subject, categories, flag, frozenset(named)),)
            elif flag and onward_to is None:
                known.consents |= {(subject, category) for category in categories}
            elif flag:
                known.onward |= {(subject, category) for category in categories}

    def hides(self, subject: UUID) -> bool:
        """Whether a seal on who this person is stands before this actor: then there is nobody there."""
        return self.seals(Category.IDENTITY, (subject,))

    def seals(self, category: Category, subjects: Collection[UUID]) -> bool:
        """Whether a seal stands before this actor on what is of this category and about these people."""
        return any(barrier.sealed for barrier in self._standing_before(category, subjects))

    def restricts(self, category: Category, subjects: Collection[UUID]) -> bool:
        """Whether a seal or a guard stands before this actor on what is of this category and about these people."""
        return bool(self._standing_before(category, subjects))

    def _standing_before(self, category: Category, subjects: Collection[UUID]) -> list[Barrier]:
        self.know(subjects)
        return [
            barrier
            for subject in subjects
            for barrier in self._known.get(subject, NOTHING).barriers
            if barrier.closes(self._actor, category)
        ]

    def spares(self, subjects: frozenset[UUID]) -> bool:
        """Whether nothing is recorded of any of these people: no restriction, no consent."""
        if not subjects <= self._read:
            self.know(subjects)
        return not self._known or self._known.keys().isdisjoint(subjects)

    def before(self, standing: Standing, subjects: Iterable[UUID]) -> Standing:
        """The standing, with what protects these people."""
        about = frozenset(subjects)
        if self.spares(about):
            return standing
        found = [self._known[subject] for subject in about if subject in self._known]
        return replace(
            standing,
            barriers=tuple(barrier for one in found for barrier in one.barriers),
            consents=frozenset(pair for one in found for pair in one.consents),
            onward=frozenset(pair for one in found for pair in one.onward),
        )


def _category(word: str) -> Category:
    """A word of the table; one that nobody knows counts as identity, which closes the most and opens the least."""
    try:
        return Category(word)
    except ValueError:
        log.warning("restriction_not_understood", unknown=word)
        return Category.IDENTITY


def restricted(subjects: Collection[UUID], at: datetime | None = None) -> frozenset[UUID]:
    """Those of these people on whom there is any restriction, whoever reads: for what goes out of the house."""
    now = at or timezone.now()
    held = Restriction.objects.filter(subject_id__in=subjects, starts_at__lte=now)
    live = held.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    return frozenset(live.values_list("subject_id", flat=True))


def took_back(subjects: Collection[UUID], since: datetime, at: datetime) -> bool:
    """Whether any of these people took back a consent since then: what waits to go out of the house stays."""
    said = Consent.objects.filter(subject_id__in=subjects, agrees=True)
    return said.filter(withdrawn_at__gt=since, withdrawn_at__lte=at).exists()
