"""Teams: adding one, joining it with a post, leaving it."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Team, TeamMembership
from agencies.operations import journal
from agencies.operations.agencies import check_reference, known_agency, known_place
from agencies.operations.authority import require_administrator
from agencies.operations.once import refused_if_there
from agencies.operations.posts import take_post
from agencies.places import lies_inside, meet
from agencies.refusals import Invalid, NotFound, Refused
from agencies.vocabulary import AgencyKind, Event, TeamKind

MOST_OF_A_QUORUM = 30


@transaction.atomic
def add_team(
    actor: Actor | None, reference: str, *, name: str, kind: TeamKind | str, place: str, agency: str | None = None
) -> Team:
    """Add a team at a place (a path), of one agency or, without one, of people from several.

    An agency's desk is made with the agency, never here.
    """
    check_reference(reference, 60)
    if not name.strip():
        raise Invalid(_("Enter the team's name."), "name")
    if kind not in TeamKind.values or kind == TeamKind.DESK:
        raise Invalid(_("Choose what kind of team this is. An agency's desk is made with the agency."), "kind")
    where = known_place(place)
    of = known_agency(agency) if agency else None
    require_administrator(actor, where.path, agency=of)
    if of is not None and not meet(where.path, of.place.path):
        raise Refused(_("%(of)s does not work in %(where)s.") % {"of": of.name, "where": where.name}, "place")
    with refused_if_there(_("There is already a team with this reference."), "reference"):
        team = Team.objects.create(reference=reference, name=name.strip(), kind=kind, place=where, agency=of)
    detail = {"team": reference, "kind": str(kind), "place": where.path, "agency": agency or ""}
    journal.record(actor, Event.TEAM_ADDED, detail=detail)
    return team


@transaction.atomic
def join_team(actor: Actor | None, team: str, *, post: int, starts_on: date) -> TeamMembership:
    """Put a post on a team from a day on. It leaves by itself on the last day of the post.

    Raises Refused when the post is not live on that day, sits on the team already, is of another agency than the
    team's, or works in a place that the team's does not meet.
    """
    joined = take_post(post)
    to = _take_team(actor, team)
    if to.agency_id is not None and to.agency_id != joined.agency_id:
        agency = to.agency.name  # type: ignore[union-attr]
        raise Refused(_("%(to)s is a team of %(agency)s alone.") % {"to": to.name, "agency": agency}, "post")
    if not meet(to.place.path, joined.place.path):
        raise Refused(
            _("This post works in %(place)s, the team in %(team_place)s.")
            % {"place": joined.place.name, "team_place": to.place.name},
            "post",
        )
    if starts_on < joined.starts_on or (joined.ends_on is not None and starts_on > joined.ends_on):
        raise Refused(_("The post is not held on that day: a team is joined only while the post is live."), "starts_on")
    on_it = TeamMembership.objects.filter(team=to, post=joined)
    if on_it.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)).exists():
        raise Refused(_("This post is already on %(to)s.") % {"to": to.name}, "post")
    membership = TeamMembership.objects.create(team=to, post=joined, starts_on=starts_on, ends_on=joined.ends_on)
    detail = {"team": to.reference, "post": joined.pk, "starts_on": starts_on.isoformat()}
    journal.record(actor, Event.TEAM_JOINED, detail=detail)
    return membership


@transaction.atomic
def set_quorum(actor: Actor | None, team: str, *, members: int, kinds: Collection[AgencyKind | str] = ()) -> Team:
    """How many members of a panel take part in a decision, and which kinds of agency among them; 0 for no quorum."""
    of = _take_team(actor, team)
    if of.kind != TeamKind.PANEL:
        raise Refused(_("Only a panel has a quorum."))
    wanted = sorted(set(kinds))
    if not set(wanted) <= set(AgencyKind.values):
        raise Invalid(_("Choose kinds of agency."), "kinds")
    if not 0 <= members <= MOST_OF_A_QUORUM:
        raise Invalid(_("A quorum is from 0 to %(most)s members.") % {"most": MOST_OF_A_QUORUM}, "members")
    if members < len(wanted):
        raise Invalid(_("A quorum has at least as many members as kinds of agency."), "members")
    of.quorum, of.quorum_kinds = members, wanted
    of.save(update_fields=["quorum", "quorum_kinds"])
    journal.record(
        actor,
        Event.QUORUM_SET,
        detail={"team": of.reference, "members": members, "kinds": [str(one) for one in wanted]},
    )
    return of


@transaction.atomic
def leave_team(actor: Actor | None, team: str, *, post: int, ends_on: date) -> TeamMembership:
    """Take a post off a team; `ends_on` is its last day there."""
    left = take_post(post)
    of = _take_team(actor, team)
    membership = (
        TeamMembership.objects.filter(team=of, post=left)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=ends_on))
        .order_by("starts_on")
        .first()
    )
    if membership is None:
        raise Refused(_("This post is not on %(of)s then.") % {"of": of.name}, "post")
    if ends_on < membership.starts_on:
        raise Refused(_("The last day cannot be before the post joined the team."), "ends_on")
    membership.ends_on = ends_on
    membership.save(update_fields=["ends_on"])
    journal.record(
        actor, Event.TEAM_LEFT, detail={"team": of.reference, "post": left.pk, "ends_on": ends_on.isoformat()}
    )
    return membership


def _take_team(actor: Actor | None, reference: str) -> Team:
    team = Team.objects.select_related("place", "agency").filter(reference=reference).first()
    if team is None or (actor is not None and not lies_inside(team.place.path, actor.place)):
        raise NotFound
    require_administrator(actor, team.place.path, agency=team.agency)
    return team
