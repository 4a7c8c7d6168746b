"""Transfer out: a family moves to another authority. Its case ends here, and a referral goes to the front door there.

What goes: the people who were chosen, with their dates of birth; the needs by name; where they live now; what the
manager writes. What does not: the plan, contacts, chronology, costs, safety panel, anything that a partner supplied,
and anybody on whom there is a restriction: for them the two authorities speak, and a new family is made sealed there.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotAllowed, Refused
from cases.intake.models import Referral
from cases.intake.operations.submit_referral import submit_referral
from cases.intake.report import NamedPerson, Report
from cases.intake.selectors.teams import front_doors
from cases.models import FamilyMember, NeedRecord, StepUp, Transfer
from cases.operations.close_case import end_case
from cases.operations.live_case import live_case, moment, needed_words, people_of
from cases.permits import PERMITS, Step
from cases.selectors.members import members
from cases.vocabulary import ClosingOutcome, Event, Need, NeedKind, SaidConsent, Source
from datasharing import door
from datasharing.places import lies_inside
from datasharing.selectors.protections import restricted

LONGEST_ADDRESS = 300
SHORTEST_REASON = 20


@transaction.atomic
def transfer_out(
    actor: Actor,
    family_reference: str,
    *,
    front_door: str,
    people: Sequence[UUID],
    words: str,
    agreed: bool,
    why_without: str = "",
    address: str = "",
    follow_up_on: date,
    on: datetime | None = None,
) -> str:
    """Move the family to the front door of another authority; returns the referral's reference there.

    Without the family's agreement it goes only for a reason, which is kept. Refused while a step up is open.
    """
    permit = PERMITS[Step.TRANSFER_OUT]
    file = door.take(
        actor, family_reference, kinds=permit.reaches, words=_("Only the team manager transfers a family.")
    )
    case = live_case(file, *permit.states)
    at = moment(on)
    if StepUp.objects.filter(file_id=file.id, strategy="").exists():
        raise Refused(_("A step up to protection is open. Record its strategy discussion before the family is moved."))
    there = {team.reference: team for team in front_doors() if not lies_inside(file.place, team.place)}
    if front_door not in there:
        raise Invalid(_("Choose the authority where the family lives now."), "front_door")
    said = needed_words(words, _("what the next front door needs to know"), "words")
    if not agreed and len(why_without.strip()) < SHORTEST_REASON:
        raise Invalid(
            _("Say in %(shortest_reason)s letters or more why it goes without their agreement.")
            % {"shortest_reason": SHORTEST_REASON},
            "why_without",
        )
    chosen = people_of(file, people, field="people")
    if not chosen:
        raise Invalid(_("Choose who moves."), "people")
    if restricted(chosen):
        raise NotAllowed(_("Somebody chosen cannot be named to another authority in this way. Ring their front door."))
    if len(address) > LONGEST_ADDRESS or "\x00" in address:
        raise Invalid(
            _("Shorten the address to %(longest_address)s letters.") % {"longest_address": LONGEST_ADDRESS}, "address"
        )
    needs = NeedRecord.objects.filter(case=case, kind=NeedKind.NEED, supplier_id=actor.agency)
    told = {need for need in needs.values_list("need", flat=True) if need != Need.DOMESTIC_ABUSE}
    report = Report(
        source=Source.OTHER,
        consent=SaidConsent.GIVEN if agreed else SaidConsent.NOT_SOUGHT,
        concern=said if agreed else f"{said}\n\nWithout their agreement: {why_without.strip()}",
        people=_people(actor, family_reference, file.id, chosen, address.strip()),
        needs=tuple(sorted(told)),
        sender_reference=f"transfer-{case.pk}",
        referrer_name=actor.name,
        referrer_contact=actor.agency_name,
    )
    sent = submit_referral(actor, report, to_front_door=front_door, on=on)
    made = Transfer(case=case, agreed=agreed, words=said if agreed else why_without.strip(), moved_by_id=actor.post)
    made.referral = Referral.objects.get(reference=sent.reference)
    made.moved_at = at
    made.save()
    journal.record(
        actor,
        Event.TRANSFERRED_OUT,
        families=[file.id],
        subjects=chosen,
        detail={"case": case.pk, "referral": sent.reference, "front_door": front_door, "agreed": agreed},
        on=at,
    )
    words_here = f"Moved to {there[front_door].place_name}. Referred there as {sent.reference}."
    end_case(actor, file, case, outcome=ClosingOutcome.MOVED, words=words_here, follow_up_on=follow_up_on, at=at)
    return sent.reference


def _people(
    actor: Actor, reference: str, family: UUID, chosen: Sequence[UUID], address: str
) -> tuple[NamedPerson, ...]:
    """Those chosen, as far as the manager may know who they are: what is closed to them is not sent."""
    known = {one.subject: one for one in members(actor, reference).members}
    found = FamilyMember.objects.filter(family_id=family, person_id__in=chosen, left_on=None).select_related("person")
    rows = sorted(found, key=lambda row: chosen.index(row.person_id))
    if not {row.person_id for row in rows} <= set(known):
        raise Invalid(_("Choose people whom you know to be of this family."), "people")
    return tuple(
        NamedPerson(
            given_name=row.person.given_name,
            family_name=row.person.family_name,
            date_of_birth=known[row.person_id].date_of_birth.value,
            sex=row.person.sex,
            role=row.role,
            address=address,
        )
        for row in rows
    )
