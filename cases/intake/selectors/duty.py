"""A question for the duty custodian: what may lie behind a referral or a family, for the custodian's eyes alone.

And the other side of it: what somebody who asked, or is about to, may see of the answer.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.languages import told
from agencies.operations import journal
from agencies.refusals import NotFound
from agencies.vocabulary import EntryKind
from cases.intake.models import Referral, ReferredPerson
from cases.intake.selectors.faces import faces_of, identity_of
from cases.intake.selectors.references import file_of, names_referral
from cases.intake.selectors.said import name_words
from cases.matching import MemoryIndex, match_one
from cases.models import FamilyMember, Person
from datasharing import door
from datasharing.live import live_at
from datasharing.models import DutyQuestion, Named, Restriction
from datasharing.operations.restrictions import is_implicated
from datasharing.selectors.custodians import everybody_sealed
from datasharing.selectors.duty import TurnRow, answers_for, on_duty
from datasharing.vocabulary import Category, Reach, RestrictionKind
from datasharing.vocabulary import Event as LookEvent


@dataclass(frozen=True)
class SealBehind:
    """A seal on somebody who may be meant. `why` says what speaks for it. `may_open` is not where it is open already,
    or where whoever asks is implicated."""

    id: int
    name: str
    born: date | None
    categories: tuple[str, ...]
    why: tuple[str, ...]
    may_open: bool
    shut: str


@dataclass(frozen=True)
class SaidPerson:
    """Somebody whom a referral on this file names, as it names them."""

    name: str
    born: date | None
    address: str


@dataclass(frozen=True)
class DutyQuestionSheet:
    """One question as its custodian reads it."""

    id: int
    who: str
    telephone: str
    asked_at: datetime
    reason: str
    reference: str
    said: tuple[SaidPerson, ...]
    seals: tuple[SealBehind, ...]
    answered: str


@dataclass(frozen=True)
class AskedRow:
    """A question of the reader's own, and what came of it. `families` are the references of those opened to them."""

    asked_at: datetime
    reason: str
    answer: str
    until: datetime | None
    families: tuple[str, ...]


@dataclass(frozen=True)
class AskDutySheet:
    """Who is on duty for a family, and what the reader asked about it. `reference` is the one it was addressed by."""

    reference: str
    title: str
    duty: TurnRow | None
    asked: tuple[AskedRow, ...]
    of_referral: bool


def ask_duty_sheet(actor: Actor, reference: str, at: datetime | None = None) -> AskDutySheet:
    """For whoever has reach on the family, by its reference or a referral's. NotFound for everybody else."""
    now, of_referral = at or timezone.now(), names_referral(reference)
    with door.open_one(actor, file_of(reference), kinds=tuple(Reach)) as file:
        held = DutyQuestion.objects.filter(file_id=file.id, asked_by_id=actor.post)
        return AskDutySheet(
            reference=reference,
            title=(_("Referral %(reference)s") if of_referral else _("Family %(reference)s"))
            % {"reference": reference},
            duty=on_duty(file.place, now),
            asked=tuple(_asked(one, now) for one in held),
            of_referral=of_referral,
        )


def duty_question(actor: Actor, question: int, at: datetime | None = None) -> DutyQuestionSheet:
    """One question. NotFound for whoever is not on duty there now. The look is in the journal."""
    now = at or timezone.now()
    asked = (
        DutyQuestion.objects.select_related("file__place", "asked_by__practitioner", "asked_by__agency")
        .filter(pk=question)
        .first()
    )
    if asked is None or not answers_for(actor, asked.file_id, asked.file.place.path, now):
        raise NotFound
    seals = seals_behind(actor, asked, now)
    looked_at = Restriction.objects.filter(pk__in=[one.id for one in seals]).values_list("subject_id", flat=True)
    seen = {str(one): {"level": "open", "basis": ["custodian"]} for one in (Category.IDENTITY, Category.WHEREABOUTS)}
    journal.record(
        actor,
        LookEvent.RECORD_SEEN,
        families=[asked.file_id],
        subjects=looked_at,
        detail={"seen": seen, "question": asked.pk},
        kind=EntryKind.LOOK,
    )
    by = asked.asked_by
    return DutyQuestionSheet(
        id=asked.pk,
        who=f"{by.practitioner.name}, {by.title}, {by.agency.name}",
        telephone=by.practitioner.telephone,
        asked_at=asked.asked_at,
        reason=asked.reason,
        reference=asked.file.reference,
        said=tuple(
            SaidPerson(
                name_words(one.given_name, one.family_name),
                one.date_of_birth,
                ", ".join(part for part in (one.address, one.postcode) if part),
            )
            for one in _said_on(asked)
        ),
        seals=seals,
        answered=_answer(asked) if asked.answered_at else "",
    )


def seals_behind(actor: Actor, asked: DutyQuestion, at: datetime) -> tuple[SealBehind, ...]:
    """The seals in force on members of this family, and on people whom a referral on this file may mean.

    Left out is each where the actor is implicated in what happened to that person.
    """
    why: dict[UUID, tuple[str, ...]] = {}
    members = FamilyMember.objects.filter(family_id=asked.file_id, left_on__isnull=True)
    for person in members.values_list("person_id", flat=True):
        why[person] = (_("Is of this family"),)
    sealed = everybody_sealed(at)
    index = MemoryIndex(faces_of(sealed)) if sealed else None
    for said in _said_on(asked) if index else ():
        for candidate in match_one(identity_of(said), index).candidates if index else ():
            if isinstance(candidate.key, UUID):
                why.setdefault(candidate.key, tuple(told(one) for one in candidate.reasons))
    live = live_at(at)
    seals = Restriction.objects.filter(live, kind=RestrictionKind.SEALED, subject__in=why)
    named = set(Named.objects.filter(live, post=asked.asked_by_id).values_list("restriction_id", flat=True))
    people = Person.objects.in_bulk([one.subject_id for one in seals])
    return tuple(
        _behind(one, people.get(one.subject_id), why[one.subject_id], asked.asked_by_id, one.pk in named)
        for one in seals.order_by("pk")
        if not is_implicated(actor.post, one.subject_id)
    )


def _behind(seal: Restriction, person: Person | None, why: tuple[str, ...], asker: int, is_named: bool) -> SealBehind:
    implicated = is_implicated(asker, seal.subject_id)
    return SealBehind(
        id=seal.pk,
        name=name_words(person.given_name, person.family_name) if person else "",
        born=person.date_of_birth if person else None,
        categories=tuple(str(Category(word).label) for word in seal.categories),
        why=why,
        may_open=not implicated and not is_named,
        shut=_("Whoever asks is implicated: it may not be opened to them, and they may not hear of it.")
        if implicated
        else _("It is open to them already.")
        if is_named
        else "",
    )


def _said_on(asked: DutyQuestion) -> list[ReferredPerson]:
    on_file = Referral.objects.filter(file_id=asked.file_id)
    return list(ReferredPerson.objects.filter(referral__in=on_file).order_by("-referral__received_at", "position"))


def _asked(one: DutyQuestion, at: datetime) -> AskedRow:
    runs = one.opened_until is not None and one.opened_until > at
    return AskedRow(
        asked_at=one.asked_at,
        reason=one.reason,
        answer=_answer(one),
        until=one.opened_until,
        families=_opened_by(one) if runs else (),
    )


def _answer(one: DutyQuestion) -> str:
    if one.answered_at is None:
        return _("No answer yet")
    return _("Opened to you") if one.opened_until else _("Nothing is opened")


def _opened_by(one: DutyQuestion) -> tuple[str, ...]:
    """The references of the families of those whose seals this answer opened."""
    if one.answered_at is None:
        return ()
    opened = Named.objects.filter(post=one.asked_by_id, given_by=one.answered_by_id, starts_at=one.answered_at)
    here = FamilyMember.objects.filter(person__in=opened.values("restriction__subject"), left_on__isnull=True)
    return tuple(sorted(set(here.values_list("family__file__reference", flat=True))))
