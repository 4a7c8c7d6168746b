"""The clock of a file's referrals: kept on the grants by which the front door's lists are ordered."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from agencies.actor import Actor
from agencies.vocabulary import TeamKind
from cases.intake.due import URGENCY_ORDER, due_code
from cases.intake.models import Referral
from cases.intake.selectors.teams import nearest_team, teams_covering
from cases.vocabulary import ReferralState, Urgency
from datasharing import grants
from datasharing.models import FamilyFile, Grant
from datasharing.vocabulary import Reach


def set_referral_clock(actor: Actor | None, file_id: UUID, *, at: datetime | None = None) -> None:
    """Give the front door its grant on this file while a referral on it is open, due by the most urgent of them;
    a red one goes to the emergency duty team as well. With none open, every such grant ends."""
    waiting = sorted(
        Referral.objects.filter(file_id=file_id).exclude(state=ReferralState.TRIAGED),
        key=lambda referral: (URGENCY_ORDER[Urgency(referral.urgency)], referral.due_at),
    )
    if not waiting:
        grants.end_grants(actor, file_id, kinds={Reach.REFERRAL})
        return
    first = waiting[0]
    code = due_code(first.urgency, first.state)
    for team in _teams_of(file_id, first.urgency):
        if not _runs(file_id, team):
            grants.give_grant(
                actor, file_id, Reach.REFERRAL, team=team, due_at=first.due_at, due_for=code, starts_at=at
            )
    grants.set_due(actor, file_id, kinds={Reach.REFERRAL}, due_at=first.due_at, due_for=code)


def protection_teams(place: str) -> list[int]:
    """Who takes a call to protection: the protection team, the emergency duty team, and the front door's manager."""
    kinds = (TeamKind.PROTECTION, TeamKind.EMERGENCY_DUTY, TeamKind.FRONT_DOOR)
    return [team.id for kind in kinds if (team := nearest_team(kind, place))]


def _teams_of(file_id: UUID, urgency: str) -> list[int]:
    place = FamilyFile.objects.values_list("place__path", flat=True).get(pk=file_id)
    found = [team.id for team in teams_covering(TeamKind.FRONT_DOOR, place)[:1]]
    if urgency == Urgency.RED:
        found += [team.id for team in teams_covering(TeamKind.EMERGENCY_DUTY, place)[:1]]
    return found


def _runs(file_id: UUID, team: int) -> bool:
    running = Grant.objects.filter(file_id=file_id, kind=Reach.REFERRAL, team_id=team)
    return any(grant.ends_at is None or grant.ends_at > timezone.now() for grant in running)
