"""A question for the custodian of a seal: may somebody at the front door be the person whom the seal protects?"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.languages import told
from agencies.operations import journal
from agencies.refusals import NotFound
from agencies.selectors.posts import PostSheet, live_posts
from agencies.vocabulary import EntryKind, TeamKind
from cases.intake.models import SealedMatch
from cases.intake.selectors.faces import faces_of, identity_of
from cases.intake.selectors.said import name_words
from cases.intake.selectors.teams import nearest_team
from cases.matching import MemoryIndex, match_one
from cases.models import Person
from cases.vocabulary import Role, Urgency
from datasharing.operations.restrictions import SETTERS, is_implicated
from datasharing.selectors.custodians import keeps_seal_of, named_on_seals
from datasharing.selectors.duty import answers_for
from datasharing.vocabulary import Category
from datasharing.vocabulary import Event as LookEvent


@dataclass(frozen=True)
class SealedMatchSheet:
    """What the referral says of somebody, beside the sealed person; and the front door that has it."""

    id: int
    said_name: str
    said_born: date | None
    said_address: str
    said_role: str
    known_name: str
    known_born: date | None
    reasons: tuple[str, ...]
    concern: str
    referrer: str
    reference: str
    urgency: str
    received_at: datetime
    front_door: str
    decided: str
    may_instruct: bool
    taken_on_by: str
    done: str
    done_at: datetime | None
    takers: tuple[PostSheet, ...]
    step: str


ANSWER, HAND_ON, FINISH = "answer", "hand_on", "finish"
"""What the reader can do with a match now."""


def sealed_match(actor: Actor, match: int, at: datetime | None = None) -> SealedMatchSheet:
    """One question. For a custodian of the seal, whoever took it on, and the duty custodian once it is overdue;
    NotFound for everybody else. The look is in the journal."""
    now = at or timezone.now()
    rows = SealedMatch.objects.select_related(
        "referred__referral__file__place", "referred__referral__sender", "person", "taken_on_by__practitioner"
    )
    held = rows.filter(pk=match).first()
    if held is None or not (may_answer(actor, held, now) or may_finish(actor, held, now)):
        raise NotFound
    shown = (Category.IDENTITY, Category.WHEREABOUTS, Category.NEEDS)
    seen = {str(one): {"level": "open", "basis": ["custodian"]} for one in shown}
    journal.record(
        actor,
        LookEvent.RECORD_SEEN,
        subjects=[held.person_id],
        detail={"seen": seen, "match": held.pk},
        kind=EntryKind.LOOK,
    )
    said, referral = held.referred, held.referred.referral
    sender = referral.sender.name if referral.sender else ""
    found = match_one(identity_of(said), MemoryIndex(faces_of([held.person_id]))).candidates
    team = nearest_team(TeamKind.FRONT_DOOR, referral.file.place.path)
    return SealedMatchSheet(
        id=held.pk,
        said_name=name_words(said.given_name, said.family_name),
        said_born=said.date_of_birth,
        said_address=", ".join(part for part in (said.address, said.postcode) if part),
        said_role=str(Role(said.role).label) if said.role else "",
        known_name=_name(held.person),
        known_born=held.person.date_of_birth,
        reasons=tuple(told(one) for one in found[0].reasons) if found else (),
        concern=referral.concern,
        referrer=", ".join(part for part in (referral.referrer_name, sender, referral.referrer_contact) if part),
        reference=referral.reference,
        urgency=str(Urgency(referral.urgency).label),
        received_at=referral.received_at,
        front_door=team.name if team else "",
        decided="" if held.is_same is None else _("The same person") if held.is_same else _("Not the same person"),
        may_instruct=actor.role in SETTERS and held.is_same is None,
        taken_on_by=held.taken_on_by.practitioner.name if held.taken_on_by else "",
        done=held.done,
        done_at=held.done_at,
        takers=takers(held.person_id, now),
        step=_step(actor, held, now),
    )


def may_answer(actor: Actor, held: SealedMatch, at: datetime) -> bool:
    """Whether this actor is a custodian of the seal, or on duty as one while nobody has answered in time."""
    if keeps_seal_of(actor, held.person_id, at):
        return True
    referral = held.referred.referral
    return (
        held.is_same is None
        and referral.due_at <= at
        and not is_implicated(actor.post, held.person_id)
        and answers_for(actor, referral.file_id, referral.file.place.path, at)
    )


def may_finish(actor: Actor, held: SealedMatch, at: datetime) -> bool:
    """Whether this actor has taken it on."""
    return (
        held.taken_on_by_id == actor.post
        and actor.is_live(timezone.localdate(at))
        and not is_implicated(actor.post, held.person_id)
    )


def takers(person: UUID, at: datetime) -> tuple[PostSheet, ...]:
    """Those who can take a referral of a sealed person on: whoever is named on a seal of theirs, custodians too."""
    named = named_on_seals(person, at)
    return tuple(one for one in live_posts(on=timezone.localdate(at)) if one.id in named)


def _step(actor: Actor, held: SealedMatch, at: datetime) -> str:
    if held.is_same is None:
        return ANSWER
    if held.taken_on_by_id is None or held.done_at is not None:
        return ""
    return FINISH if may_finish(actor, held, at) else HAND_ON


def _name(person: Person) -> str:
    return name_words(person.given_name, person.family_name)
