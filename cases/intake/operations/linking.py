"""Linking the people of a referral to people known or new, and the referral to one family. Used by both matches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Refused
from agencies.vocabulary import TeamKind
from cases.intake.due import PROTECTION, due_code
from cases.intake.identifiers import read_nhs_number
from cases.intake.models import Referral, ReferredPerson, StepUp
from cases.intake.operations.keep_finding_keys import keep_finding_keys
from cases.intake.operations.referral_clock import protection_teams, set_referral_clock
from cases.intake.operations.take_referral import supplier_of
from cases.intake.selectors.teams import nearest_team
from cases.models import Family, Person, Whereabouts
from cases.operations.open_family import join_family, open_family
from cases.portrait import match_key
from cases.vocabulary import Band, Event, ReferralState, Urgency
from datasharing import grants
from datasharing.models import DutyQuestion, FamilyFile, Grant
from datasharing.operations.anchors import anchor_subject
from datasharing.vocabulary import Reach


@dataclass(frozen=True)
class Matched:
    """What a match made. `file` is the reference of the family's file, empty where nothing was linked.

    `household` is the household of the extracts that the family is, or would be; `waiting` the positions of the
    people at whom somebody still has to look.
    """

    file: str
    band: str
    household: int | None
    joined: bool
    waiting: tuple[int, ...] = ()


@transaction.atomic
def link(
    actor: Actor,
    referral: Referral,
    choices: Mapping[int, UUID | None],
    *,
    family: UUID | None,
    place: str,
    moment: datetime,
    home: int | None = None,
) -> Matched:
    """Write a match: `choices` gives each position a person, or None for a new one; `family` is the one to join.

    `home` is the household of the extracts that a new family is, where none of its people is known to be of one.
    """
    front_door = nearest_team(TeamKind.FRONT_DOOR, place)
    supplier = supplier_of(referral, front_door.agency if front_door else None)
    named = list(ReferredPerson.objects.filter(referral=referral).order_by("position"))
    for person in named:
        known = choices[person.position]
        person.person_id = known or _new_person(actor, person, supplier)
        person.band = Band.LINK if known else Band.NEW
        _keep_whereabouts(person, supplier, moment)
    ReferredPerson.objects.bulk_update(named, ["person", "band"])
    roles = {person.person_id: person.role for person in named if person.person_id}
    keep_finding_keys(roles)
    household = _household_of(roles) or home
    left = referral.file_id
    if family is None:
        open_family(actor, left, people=roles, supplier=supplier, household=household, on=moment)
    else:
        FamilyFile.objects.select_for_update().get(pk=family)
        join_family(actor, family, people=roles, on=moment)
    referral.file_id = family or left
    referral.family_id = referral.file_id
    referral.state, referral.matched_at = ReferralState.MATCHED, moment
    referral.save(update_fields=["file", "family", "state", "matched_at"])
    if referral.file_id != left:
        _leave_file(actor, referral, left)
    set_referral_clock(actor, referral.file_id)
    journal.record(
        actor,
        Event.REFERRAL_MATCHED,
        families={left, referral.file_id},
        subjects=roles,
        detail={
            "referral": referral.reference,
            "linked": sum(known is not None for known in choices.values()),
            "new": sum(known is None for known in choices.values()),
            "joined": family is not None,
        },
        on=moment,
    )
    return Matched(
        file=FamilyFile.objects.values_list("reference", flat=True).get(pk=referral.file_id),
        band=Band.LINK if any(choices.values()) else Band.NEW,
        household=Family.objects.values_list("household_id", flat=True).get(pk=referral.file_id) or household,
        joined=family is not None,
    )


def _new_person(actor: Actor, said: ReferredPerson, supplier: int) -> UUID:
    number = read_nhs_number(said.nhs_number) if said.nhs_number else None
    subject = anchor_subject(actor)
    Person.objects.create(
        subject=subject,
        given_name=said.given_name,
        family_name=said.family_name,
        date_of_birth=said.date_of_birth,
        sex=said.sex,
        nhs_number=number.value if number and number.usable else "",
        supplier_id=supplier,
        match_key=match_key(said.given_name, said.family_name, said.date_of_birth),
    )
    return subject.pk


def _keep_whereabouts(said: ReferredPerson, supplier: int, moment: datetime) -> None:
    """What the referral says of where somebody is, once."""
    if not (said.address or said.postcode or said.telephone):
        return
    told = {
        "person_id": said.person_id,
        "address": said.address,
        "postcode": said.postcode,
        "telephone": said.telephone,
        "supplier_id": supplier,
    }
    known = Whereabouts.objects.filter(person=said.person_id, supplier=supplier)
    if not any(
        (one.address, one.postcode, one.telephone) == (said.address, said.postcode, said.telephone) for one in known
    ):
        Whereabouts.objects.create(**told, seen_on=timezone.localdate(moment))


def _household_of(people: Mapping[UUID, str]) -> int | None:
    """The household of the extracts to which most of these people belong, if any do."""
    homes = [home for home in Person.objects.filter(pk__in=people).values_list("household_id", flat=True) if home]
    return max(sorted(set(homes)), key=homes.count) if homes else None


def _leave_file(actor: Actor, referral: Referral, left: UUID) -> None:
    """The provisional file is left empty: its grants end, and what was set going on it goes on with the family."""
    if Referral.objects.filter(file_id=left).exists():
        raise Refused(_("Another referral lies on the same file. Match that one first."))
    DutyQuestion.objects.filter(file_id=left).update(file_id=referral.file_id)
    step_ups = StepUp.objects.filter(file_id=left).order_by("called_at")
    if step_ups:
        latest = step_ups.last()
        step_ups.update(file_id=referral.file_id)
        place = FamilyFile.objects.values_list("place__path", flat=True).get(pk=referral.file_id)
        for team in protection_teams(place):
            grants.give_grant(
                actor,
                referral.file_id,
                Reach.PROTECTION,
                team=team,
                due_at=latest.strategy_due_at if latest else None,
                due_for=due_code(Urgency.RED, PROTECTION),
            )
    for post in _kept_out(left):
        grants.give_grant(actor, referral.file_id, Reach.EXCLUDED, post=post)
    grants.end_grants(actor, left, kinds=set(Reach) - {Reach.EXCLUDED})


def _kept_out(file: UUID) -> list[int]:
    """The posts that keep out of a file for a conflict of interest."""
    held = Grant.objects.filter(file_id=file, kind=Reach.EXCLUDED, ends_at__isnull=True, post__isnull=False)
    return [post for post in held.values_list("post_id", flat=True) if post]
