"""Posts: giving one and ending it. A post is one practitioner, one role, one agency, one place, dated."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Post, Practitioner, TeamMembership
from agencies.operations import journal
from agencies.operations.agencies import known_agency, known_place
from agencies.operations.authority import require_administrator
from agencies.places import lies_inside
from agencies.refusals import Invalid, NotFound, Refused
from agencies.vocabulary import ROLES, Event, Role

MOST_FAMILIES = 100


@transaction.atomic
def give_post(
    actor: Actor | None,
    email: str,
    *,
    agency: str,
    role: Role | str,
    place: str,
    title: str,
    starts_on: date,
    ends_on: date | None = None,
    capacity: int = 10,
) -> Post:
    """Give a practitioner a post from a day to a day, both included; `capacity` is in weighted families.

    Raises Invalid for what cannot be, and Refused when the role does not fit the agency, the place is not in the
    agency's, or they hold the same post on one of these days already.
    """
    if role not in Role.values:
        raise Invalid(_("Choose a role from the list."), "role")
    if not title.strip():
        raise Invalid(_("Enter the title of the post."), "title")
    if ends_on is not None and ends_on < starts_on:
        raise Invalid(_("A post cannot end before it starts."), "ends_on")
    if not 0 <= capacity <= MOST_FAMILIES:
        raise Invalid(_("A post carries from 0 to %(most)s families.") % {"most": MOST_FAMILIES}, "capacity")
    at, where = known_agency(agency), known_place(place)
    require_administrator(actor, where.path, agency=at)
    practitioner = Practitioner.objects.select_for_update().filter(email__iexact=email).first()
    if practitioner is None:
        raise NotFound
    if actor is not None and actor.practitioner == practitioner.pk:
        raise Refused(_("You cannot give yourself a post. Ask another administrator."))
    if at.kind not in ROLES[Role(role)].kinds:
        raise Refused(
            _("%(kind)s has no posts for the role %(role)s.")
            % {"kind": at.get_kind_display(), "role": Role(role).label.lower()},
            "role",
        )
    if not lies_inside(where.path, at.place.path):
        raise Refused(
            _("%(at)s works in %(place)s, and %(where)s is not part of it.")
            % {"at": at.name, "place": at.place.name, "where": where.name},
            "place",
        )
    same = Post.objects.filter(practitioner=practitioner, agency=at, role=role, place=where)
    overlapping = same.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    if ends_on is not None:
        overlapping = overlapping.filter(starts_on__lte=ends_on)
    if overlapping.exists():
        raise Refused(_("They hold this same post already on some of these days."), "starts_on")
    post = Post.objects.create(
        practitioner=practitioner,
        agency=at,
        role=role,
        place=where,
        title=title.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        capacity=capacity,
    )
    detail = {"post": post.pk, "practitioner": str(practitioner.pk), "agency": at.reference, "role": str(role)}
    journal.record(actor, Event.POST_GIVEN, detail=detail | {"place": where.path, "starts_on": starts_on.isoformat()})
    return post


@transaction.atomic
def end_post(actor: Actor | None, post: int, *, ends_on: date) -> Post:
    """End a post; `ends_on` is its last day. From the next request after it, it gives no right to anything.

    Its places on teams end with it. Raises Refused when it has ended already, or would end before it started.
    """
    ended = take_post(post)
    if actor is not None and not lies_inside(ended.place.path, actor.place):
        raise NotFound
    require_administrator(actor, ended.place.path, agency=ended.agency)
    if ends_on < ended.starts_on:
        raise Refused(_("A post cannot end before it started."), "ends_on")
    if ended.ends_on is not None and ended.ends_on <= ends_on:
        raise Refused(_("This post ends on that day or before already."), "ends_on")
    ended.ends_on = ends_on
    ended.save(update_fields=["ends_on"])
    going_on = TeamMembership.objects.filter(post=ended).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=ends_on))
    for membership in going_on:
        membership.ends_on = max(ends_on, membership.starts_on)
        membership.save(update_fields=["ends_on"])
    journal.record(actor, Event.POST_ENDED, detail={"post": ended.pk, "ends_on": ends_on.isoformat()})
    return ended


def take_post(post: int) -> Post:
    """Lock a post to change it. Raises NotFound when there is none."""
    found = Post.objects.select_for_update(of=("self",)).select_related("agency", "place").filter(pk=post).first()
    if found is None:
        raise NotFound
    return found
