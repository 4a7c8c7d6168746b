"""Cover for absence, and the handover of several families at once: a manager's, over the families they supervise."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.models import Post
from agencies.operations import journal
from agencies.operations.notify import notify
from agencies.refusals import Invalid, NotFound, Refused
from agencies.selectors.posts import live_on
from agencies.vocabulary import NoticeKind, Role
from cases.models import Cover
from cases.operations.change_key_worker import change_key_worker
from cases.operations.live_case import live_case
from cases.permits import PERMITS, Step
from cases.vocabulary import Event
from datasharing import door, grants
from datasharing.vocabulary import HOLDERS, Reach

PERMIT = PERMITS[Step.CHANGE_KEY_WORKER]
NOT_YOURS = gettext_lazy("Only the team manager gives cover.")
LONGEST = timedelta(days=183)
MOST = 60
ROLES = HOLDERS[Reach.TEAM] & {Role.KEY_WORKER, Role.TEAM_MEMBER, Role.SOCIAL_WORKER}


@transaction.atomic
def cover_absence(
    actor: Actor,
    *,
    worker: int,
    deputy: int,
    families: Sequence[str],
    starts_on: date,
    ends_on: date,
    on: datetime | None = None,
) -> int:
    """Let `deputy` work with these families of a key worker from a day to a day; returns the cover.

    The deputy's reach is that of the team, and ends by itself. Everybody's own agency, place and restrictions hold as
    always. All of the families are covered, or none.
    """
    at = on or timezone.now()
    today = timezone.localdate(at)
    if deputy == worker:
        raise Invalid(_("Choose somebody else to stand in."), "deputy")
    stand_in = Post.objects.filter(live_on(max(starts_on, today)), pk=deputy, practitioner__is_active=True).first()
    if stand_in is None or stand_in.role not in ROLES:
        raise Invalid(_("Choose somebody in post who works with families."), "deputy")
    if not today <= starts_on <= ends_on:
        raise Invalid(_("Cover begins today or later, and ends no earlier than it begins."), "ends_on")
    if ends_on - starts_on > LONGEST:
        raise Refused(_("Cover lasts half a year at most. After that, change the key worker."), "ends_on")
    if not families or len(families) > MOST:
        raise Invalid(_("Choose 1 to %(most)s families.") % {"most": MOST}, "families")
    given = []
    begins = max(at, timezone.make_aware(datetime.combine(starts_on, time.min)))
    ends = timezone.make_aware(datetime.combine(ends_on + timedelta(days=1), time.min))
    covered = []
    for reference in dict.fromkeys(families):
        file = door.take(actor, reference, kinds=PERMIT.reaches, words=str(NOT_YOURS))
        case = live_case(file, *PERMIT.states)
        if case.key_worker_id != worker:
            raise Refused(
                _("%(reference)s has another key worker by now. Open the page again.") % {"reference": reference},
                "families",
            )
        given.append(grants.give_grant(actor, file.id, Reach.TEAM, post=deputy, starts_at=begins, ends_at=ends))
        covered.append(file.id)
    cover = Cover.objects.create(
        worker_id=worker,
        deputy_id=deputy,
        starts_on=starts_on,
        ends_on=ends_on,
        given_by_id=actor.post,
        given_at=at,
    )
    cover.grants.set(given)
    journal.record(
        actor,
        Event.COVER_GIVEN,
        families=covered,
        detail={"cover": cover.pk, "worker": worker, "deputy": deputy, "ends_on": ends_on.isoformat()},
        on=at,
    )
    notify([deputy], NoticeKind.COVER_GIVEN, event=f"cover:{cover.pk}", leads_to="cases:my_families", on=at)
    return cover.pk


@transaction.atomic
def end_cover(actor: Actor, cover: int, *, on: datetime | None = None) -> None:
    """End cover now: whoever is away is back. Only the manager who gave it ends it; it ends by itself as well."""
    at = on or timezone.now()
    held = Cover.objects.select_for_update().filter(pk=cover, given_by_id=actor.post, ended_at=None).first()
    if held is None:
        raise NotFound(str(cover))
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    for grant in held.grants.all():
        grants.end_grant(actor, grant.pk, at=at)
    families = list(held.grants.values_list("file_id", flat=True))
    journal.record(actor, Event.COVER_ENDED, families=families, detail={"cover": held.pk}, on=at)


@transaction.atomic
def hand_over_families(
    actor: Actor, *, worker: int, key_worker: int, families: Sequence[str], handover: str, on: datetime | None = None
) -> int:
    """Give several families of one key worker to another, with words of handover; all of them or none.

    Returns how many. Each has its own row of who was key worker, with the same words. NotFound where one of them is
    not the actor's to know of, whoever its key worker is.
    """
    if not families or len(families) > MOST:
        raise Invalid(_("Choose 1 to %(most)s families.") % {"most": MOST}, "families")
    for reference in dict.fromkeys(families):
        file = door.take(actor, reference, kinds=PERMIT.reaches, words=_("Only the team manager hands families over."))
        if live_case(file, *PERMIT.states).key_worker_id != worker:
            raise Refused(
                _("%(reference)s has another key worker by now. Open the page again.") % {"reference": reference},
                "families",
            )
        change_key_worker(actor, reference, key_worker=key_worker, handover=handover, on=on)
    return len(dict.fromkeys(families))
