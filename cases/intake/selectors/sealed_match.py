"""A question for the custodian of a seal: may somebody at the front door be the person whom the seal protects?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.languages import told
from agencies.operations import journal
from agencies.refusals import NotFound
from agencies.vocabulary import EntryKind, TeamKind
from cases.intake.models import SealedMatch
from cases.intake.selectors.faces import faces_of, identity_of
from cases.intake.selectors.said import name_words
from cases.intake.selectors.teams import nearest_team
from cases.matching import MemoryIndex, match_one
from cases.models import Person
from cases.vocabulary import Role, Urgency
from datasharing.operations.restrictions import SETTERS
from datasharing.selectors.custodians import keeps_seal_of
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
    reference: str
    urgency: str
    received_at: datetime
    front_door: str
    decided: str
    may_instruct: bool


def sealed_match(actor: Actor, match: int) -> SealedMatchSheet:
    """One question. NotFound for whoever is not a custodian of the seal. The look is in the journal."""
    held = SealedMatch.objects.select_related("referred__referral__file__place", "person").filter(pk=match).first()
    if held is None or not keeps_seal_of(actor, held.person_id):
        raise NotFound
    seen = {str(one): {"level": "open", "basis": ["custodian"]} for one in (Category.IDENTITY, Category.WHEREABOUTS)}
    journal.record(
        actor,
        LookEvent.RECORD_SEEN,
        subjects=[held.person_id],
        detail={"seen": seen, "match": held.pk},
        kind=EntryKind.LOOK,
    )
    said, referral = held.referred, held.referred.referral
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
        reference=referral.reference,
        urgency=str(Urgency(referral.urgency).label),
        received_at=referral.received_at,
        front_door=team.name if team else "",
        decided="" if held.is_same is None else _("The same person") if held.is_same else _("Not the same person"),
        may_instruct=actor.role in SETTERS and held.is_same is None,
    )


def _name(person: Person) -> str:
    return name_words(person.given_name, person.family_name)
