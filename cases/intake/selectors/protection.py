"""What somebody needs before and after a call to protection: whom to ring, and the calls already made."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Agency
from agencies.vocabulary import TeamKind
from cases.intake.models import Referral
from cases.intake.selectors.decisions import StepUpSeen, step_ups_of
from cases.intake.selectors.references import file_of
from cases.intake.selectors.teams import nearest_team
from cases.vocabulary import ReferralState
from datasharing import door
from datasharing.vocabulary import Reach


@dataclass(frozen=True)
class ProtectionSheet:
    """The page of the protection route. `reference` is the one it was addressed by; `title` says no name.

    `calls` are those that this reader may know of.
    """

    reference: str
    title: str
    ring: tuple[str, ...]
    calls: tuple[StepUpSeen, ...]


def protection_sheet(actor: Actor, reference: str) -> ProtectionSheet:
    """For anyone with any reach on the file, by its reference or a referral's; and for whoever sent that referral."""
    sent = (
        Referral.objects.filter(reference=reference, sent_by_id=actor.post)
        .exclude(state=ReferralState.TRIAGED)
        .values_list("file__place__path", flat=True)
        .first()
    )
    if sent:
        return ProtectionSheet(
            reference, _("Your referral %(reference)s") % {"reference": reference}, whom_to_ring(sent), ()
        )
    with door.open_one(actor, file_of(reference), kinds=tuple(Reach)) as file:
        calls = tuple(call for call in step_ups_of(file, file.id) if call.reason.is_open)
        return ProtectionSheet(
            reference, _("Family %(reference)s") % {"reference": file.reference}, whom_to_ring(file.place), calls
        )


def whom_to_ring(place: str) -> tuple[str, ...]:
    """The numbers of those who take a call to protection here, by day and by night."""
    teams = [team for kind in (TeamKind.PROTECTION, TeamKind.EMERGENCY_DUTY) if (team := nearest_team(kind, place))]
    contacts = dict(
        Agency.objects.filter(pk__in=[team.agency for team in teams if team.agency]).values_list("pk", "contact")
    )
    return tuple(
        f"{team.name}: {contacts[team.agency]}" for team in teams if team.agency is not None and team.agency in contacts
    )
