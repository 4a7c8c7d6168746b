"""Open a case: one spell of help for a family. One is live at a time; a family that comes back has a new one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Team
from agencies.operations import journal
from agencies.places import lies_inside
from agencies.refusals import Invalid, Refused
from agencies.vocabulary import TeamKind
from cases.models import Case
from cases.operations.live_case import moment
from cases.operations.place_family import place_family
from cases.urgency import waiting_due
from cases.vocabulary import CaseState, Event, Intensity, Urgency
from datasharing import grants
from datasharing.models import FamilyFile
from datasharing.vocabulary import Reach

LEVELS = range(1, 5)


@transaction.atomic
def open_case(
    actor: Actor | None,
    family: UUID,
    *,
    level_of_need: int,
    intensity: str,
    reasons: str = "",
    referral: int | None = None,
    locality: str = "",
    urgency: str = Urgency.GREEN,
    support_reference: str = "",
    on: datetime | None = None,
) -> int:
    """Open a case for the family of this file, and put it on a locality team's waiting list. Returns the case.

    Called by operations that have passed the door and hold the file's lock. `locality` is a team's reference; by
    default the nearest that works where the family is. Refused where a case is live.
    """
    at = moment(on)
    if level_of_need not in LEVELS:
        raise Invalid(_("Choose a level of need from 1 to 4."), "level_of_need")
    if intensity not in Intensity.values:
        raise Invalid(_("Choose how much help: intensive, outreach or advice."), "intensity")
    if Case.objects.filter(family_id=family).exclude(state=CaseState.CLOSED).exists():
        raise Refused(_("This family has a live case. Join it instead of opening another."), "decision")
    team = _locality_team(family, locality)
    if team:
        _narrow(actor, family, team)
    case = Case.objects.create(
        family_id=family,
        referral_id=referral,
        team=team,
        state=CaseState.OPENED,
        level_of_need=level_of_need,
        intensity=intensity,
        reasons=reasons,
        opened_at=at,
        opened_by_id=actor.post if actor else None,
        support_reference=support_reference,
    )
    if team:
        due = waiting_due(at, Urgency(urgency))
        grants.give_grant(
            actor, family, Reach.SUPERVISION, team=team.pk, due_at=due.at, due_for=str(due.reason), starts_at=at
        )
    journal.record(
        actor,
        Event.CASE_OPENED,
        families=[family],
        detail={
            "case": case.pk,
            "level_of_need": level_of_need,
            "intensity": str(intensity),
            "team": team.reference if team else "",
        },
        on=at,
    )
    return case.pk


def _locality_team(family: UUID, reference: str) -> Team | None:
    """The team that was named; else the nearest that covers the family; else the only one inside its place."""
    place = FamilyFile.objects.values_list("place__path", flat=True).get(pk=family)
    teams = list(Team.objects.filter(kind=TeamKind.LOCALITY).select_related("place").order_by("reference"))
    covering = [team for team in teams if lies_inside(place, team.place.path)]
    within = [team for team in teams if lies_inside(team.place.path, place)]
    if reference:
        named = [team for team in {*covering, *within} if team.reference == reference]
        if not named:
            raise Invalid(_("Choose a locality team that works where this family lives."), "locality")
        return named[0]
    if covering:
        return max(covering, key=lambda team: len(team.place.path))
    if len(within) > 1:
        names = ", ".join(f"{team.reference} ({team.name})" for team in within)
        raise Invalid(_("Say which locality team takes this family: %(names)s.") % {"names": names}, "locality")
    return within[0] if within else None


def _narrow(actor: Actor | None, family: UUID, team: Team) -> None:
    place = FamilyFile.objects.values_list("place__path", flat=True).get(pk=family)
    if not lies_inside(place, team.place.path):
        place_family(actor, family, team.place.path)
