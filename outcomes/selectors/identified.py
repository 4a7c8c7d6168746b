"""The suggested households as the front door reads them: counts first, then references; one household's evidence.

What lies behind one household opens only after a recorded decision to offer it help, part by part, by the one decision.
Both looks are written down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from agencies.actor import Actor
from agencies.models import Agency
from agencies.operations import journal
from agencies.refusals import NotFound
from agencies.selectors.posts import post_words
from agencies.vocabulary import AgencyKind, EntryKind
from cases.intake.profile import event_codes
from cases.models import Occurrence, Person, Whereabouts
from datasharing.disclosing import Looks
from datasharing.policy import Reason
from datasharing.shown import Padlock, Shown
from datasharing.vocabulary import Category
from outcomes.catalogues import shipped_catalogue
from outcomes.frameworks import Framework, shipped_frameworks
from outcomes.identification import Evidence
from outcomes.models import IdentificationRun, Suggestion
from outcomes.selectors.household_needs import Asked, asked, households_in_need
from outcomes.selectors.identifying import Receiving, Supply, kept_out_of, receiving
from outcomes.vocabulary import Event

T = TypeVar("T")
ONE_DAY = timedelta(days=1)
PAGE_SIZE = 25


@dataclass(frozen=True)
class RunSheet:
    """The latest run of a front door: what was asked, and its counts. `headlines` are title and households."""

    framework: str
    to_confirm: bool
    needed: int
    day: date
    place: str
    run_at: datetime
    households: int
    identified: int
    in_hand: int
    suggested: int
    offered: int
    age_unknown: int
    headlines: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class SuggestionRow:
    """One household on the list."""

    reference: str
    headlines: int
    offered_at: datetime | None


@dataclass(frozen=True)
class IdentifiedSheet:
    """The list of one front door, a page of it, most needs first. `run` is None before the first run.

    `no_longer_agreed` is what the run counted and no agreement in force lets count today: then there are no rows.
    """

    run: RunSheet | None
    rows: tuple[SuggestionRow, ...]
    number: int
    has_next: bool
    no_longer_agreed: tuple[str, ...] = ()

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before this one."""
        return self.number > 1


@dataclass(frozen=True)
class PersonFound:
    """Somebody of the household."""

    name: Shown[str]
    date_of_birth: Shown[date]
    address: Shown[str]


@dataclass(frozen=True)
class EvidenceRow:
    """Something that a partner told: what, when, about whom, by whom. `last_day` is None for a moment or still open."""

    words: str
    criterion: str
    first_day: date
    last_day: date | None
    is_open: bool
    about: str
    supplier: str


@dataclass(frozen=True)
class HeadlineEvidence:
    """One headline need, with what shows it, as far as this reader may see it."""

    code: str
    title: str
    rows: tuple[EvidenceRow, ...]


@dataclass(frozen=True)
class Offer:
    """The decision to offer help."""

    decided_at: datetime
    decided_by: str
    reason: str


@dataclass(frozen=True)
class SuggestedHousehold:
    """One suggested household. Everything after `offer` is empty until there is one."""

    reference: str
    framework: str
    day: date
    headlines: int
    needed: int
    offer: Offer | None
    people: tuple[PersonFound, ...] = ()
    evidence: tuple[HeadlineEvidence, ...] = ()
    padlocks: tuple[Padlock, ...] = ()
    why: tuple[Reason, ...] = ()


@transaction.atomic
def identified(actor: Actor, *, page: int = 1) -> IdentifiedSheet:
    """The latest list of the actor's front door. Families that the actor keeps out of are left out of its rows."""
    at_door = receiving(actor, timezone.localdate())
    run = _latest(at_door)
    if run is None:
        return IdentifiedSheet(None, (), 1, has_next=False)
    today = asked(at_door, shipped_catalogue().event_needs, run.day)
    lapsed = tuple(words for words in today.left_out if words not in run.left_out)
    held = Suggestion.objects.filter(run=run) if not lapsed else Suggestion.objects.none()
    mine = held.filter(~Q(household__in=kept_out_of(actor)) | Q(household__isnull=True))
    first = (page - 1) * PAGE_SIZE
    found = list(mine.select_related("offer").order_by("-headlines", "reference")[first : first + PAGE_SIZE + 1])
    sheet = IdentifiedSheet(
        run=_run(run, held.count(), held.filter(offer__isnull=False).count()),
        rows=tuple(
            SuggestionRow(row.reference, row.headlines, row.offer.decided_at if row.offer else None)
            for row in found[:PAGE_SIZE]
        ),
        number=page,
        has_next=len(found) > PAGE_SIZE,
        no_longer_agreed=lapsed,
    )
    journal.record(actor, Event.SUGGESTIONS_SEEN, detail={"run": run.pk, "page": page}, kind=EntryKind.LOOK)
    return sheet


@transaction.atomic
def suggested_household(actor: Actor, reference: str) -> SuggestedHousehold:
    """One household of the list: closed until help is to be offered. Raises NotFound where it is not on this list."""
    at_door = receiving(actor, timezone.localdate())
    run = _latest(at_door)
    row = Suggestion.objects.filter(run=run, reference=reference).select_related("offer").first() if run else None
    if run is None or row is None or row.household_id in kept_out_of(actor):
        raise NotFound
    framework = shipped_frameworks()[run.framework]
    if row.offer is None or row.household_id is None:
        return SuggestedHousehold(reference, framework.title, run.day, row.headlines, run.needed, _offer(row))
    looks = _Looking(at_door)
    question = asked(at_door, shipped_catalogue().event_needs, run.day)
    found = next(iter(households_in_need(question, [row.household_id])), None)
    people = {one.pk: looks.person(one) for one in _people(row.household_id)}
    sheet = SuggestedHousehold(
        reference=reference,
        framework=framework.title,
        day=run.day,
        headlines=row.headlines,
        needed=run.needed,
        offer=_offer(row),
        people=tuple(people.values()),
        evidence=_evidence(looks, framework, found.needs.evidence if found else (), people),
        padlocks=_padlocks(question),
        why=tuple(dict.fromkeys(looks.why)),
    )
    detail = {"suggestion": reference, **looks.looks.detail()}
    journal.record(actor, Event.EVIDENCE_SEEN, subjects=looks.looks.subjects, detail=detail, kind=EntryKind.LOOK)
    return sheet


class _Looking:
    """Shows parts by the one decision, and remembers what was shown for the disclosure row."""

    def __init__(self, at_door: Receiving) -> None:
        self.looks = Looks()
        self.why: list[Reason] = []
        self._door = at_door

    def show(self, value: T | None, supply: Supply, subject: UUID) -> Shown[T]:
        """The value where it opens."""
        decision = self._door.decide(supply, (subject,))
        part = self._door.part(supply, (subject,))
        self.looks.remember(part.category, part.supplier, part.subjects, decision)
        self.why.extend(decision.reasons)
        return Shown(value if decision.is_open else None, decision)

    def person(self, one: Person) -> PersonFound:
        """Somebody of the household: who they are, and where they were last said to be."""
        who = _supply(one.supplier, Category.IDENTITY)
        name = f"{one.given_name} {one.family_name}".strip()
        place = Whereabouts.objects.filter(person=one).select_related("supplier").first()
        address = ", ".join(filter(None, (place.address, place.postcode))) if place else ""
        where = _supply(place.supplier if place else one.supplier, Category.WHEREABOUTS)
        return PersonFound(
            name=self.show(name, who, one.pk),
            date_of_birth=self.show(one.date_of_birth, who, one.pk),
            address=self.show(address, where, one.pk),
        )


def _latest(at_door: Receiving) -> IdentificationRun | None:
    runs = IdentificationRun.objects.filter(place=at_door.door.place_id, agency=at_door.actor.agency)
    return runs.select_related("place").first()


def _run(run: IdentificationRun, suggested: int, offered: int) -> RunSheet:
    framework = shipped_frameworks()[run.framework]
    titles = {one.code: one.title for one in framework.headlines}
    return RunSheet(
        framework=framework.title,
        to_confirm=framework.to_confirm,
        needed=run.needed,
        day=run.day,
        place=run.place.name,
        run_at=run.run_at,
        households=run.households,
        identified=run.identified,
        in_hand=run.in_hand,
        suggested=suggested,
        offered=offered,
        age_unknown=run.age_unknown,
        headlines=tuple((title, run.by_headline.get(code, 0)) for code, title in titles.items()),
        left_out=tuple(run.left_out),
    )


def _offer(row: Suggestion) -> Offer | None:
    if row.offer is None:
        return None
    return Offer(row.offer.decided_at, post_words(row.offer.decided_by_id), row.offer.reason)


def _people(household: int) -> list[Person]:
    family = Q(memberships__family__household=household, memberships__left_on__isnull=True)
    people = Person.objects.filter(Q(household=household) | family).select_related("supplier").distinct()
    return sorted(people, key=lambda one: (one.date_of_birth or date.max, one.pk))


def _evidence(
    looks: _Looking, framework: Framework, evidence: Iterable[Evidence], people: Mapping[UUID, PersonFound]
) -> tuple[HeadlineEvidence, ...]:
    """By headline, what opens; a headline of which nothing opens is not named."""
    evidence = list(evidence)
    held = Occurrence.objects.filter(pk__in=[one.happening.key for one in evidence]).select_related("supplier")
    occurrences = {row.pk: row for row in held}
    rows: dict[str, list[EvidenceRow]] = {}
    for one in evidence:
        told = occurrences[one.happening.key]
        shown = looks.show(told, _supply(told.supplier, Category(told.category)), told.subject_id)
        headline = framework.headline(one.headline)
        if shown.value is None or headline is None:
            continue
        criterion = headline.criterion(one.criterion)
        rows.setdefault(one.headline, []).append(
            EvidenceRow(
                words=event_codes()[told.code].words,
                criterion=criterion.words if criterion else "",
                first_day=told.starts_on,
                last_day=None if told.ends_on is None or told.is_open else told.ends_on - ONE_DAY,
                is_open=told.is_open,
                about=(people[told.subject_id].name.value or "") if told.subject_id in people else "",
                supplier=told.supplier.name,
            )
        )
    return tuple(
        HeadlineEvidence(one.code, one.title, tuple(rows[one.code])) for one in framework.headlines if one.code in rows
    )


def _padlocks(question: Asked) -> tuple[Padlock, ...]:
    """What of all that is counted is closed to this reader, by rule: the same for every household."""
    found = (question.receiving.padlock(supply) for supply in question.supplies)
    return tuple(padlock for padlock in found if padlock is not None)


def _supply(agency: Agency, category: Category) -> Supply:
    """A supply by the agency's row."""
    return Supply(agency.pk, agency.name, AgencyKind(agency.kind), category)
