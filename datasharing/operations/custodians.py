"""A seal that is short of custodians: the governance leads are told when the last is lost, and can name another.

Naming one opens nothing to whoever names them, and they do not learn about whom the seal is.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Notice, Post
from agencies.operations import journal
from agencies.operations.notify import notify
from agencies.refusals import Invalid
from agencies.vocabulary import RUNS_THE_PLACE, NoticeKind
from datasharing.models import Named, Restriction
from datasharing.operations.restrictions import is_implicated
from datasharing.selectors.custodians import candidates, seals_short, take_short
from datasharing.selectors.holders import governance_leads
from datasharing.vocabulary import Event


@transaction.atomic
def name_custodian(actor: Actor, restriction: int, *, post: int, on: datetime | None = None) -> None:
    """Give a seal that has fewer than two custodians another one. NotFound for whoever may not know of it."""
    at = on or timezone.now()
    held = take_short(actor, restriction, at)
    if post not in {one.id for one in candidates(held.id, at)}:
        raise Invalid(_("Choose one of these people."), field="post")
    seal = Restriction.objects.select_for_update().get(pk=held.id)
    here = Named.objects.filter(restriction=seal, post_id=post, ends_at__isnull=True)
    if not here.update(is_custodian=True):
        Named.objects.create(restriction=seal, post_id=post, is_custodian=True, given_by_id=actor.post, starts_at=at)
    detail = {"restriction": seal.pk, "post": post}
    journal.record(actor, Event.CUSTODIAN_NAMED, subjects=[seal.subject_id], detail=detail, on=on)
    tell_of_lost_custodians(on=at)


@transaction.atomic
def tell_of_lost_custodians(*, on: datetime | None = None) -> int:
    """Tell the governance leads of the council of each seal that has no custodian left, once; how many were told.

    What was told of a seal that has one again, or has ended, leaves their lists.
    """
    at = on or timezone.now()
    lost = [pk for pk, left in seals_short(at).items() if not left]
    told, events = 0, set()
    for seal in Restriction.objects.filter(pk__in=lost).select_related("set_by__place"):
        event = f"custodians:{seal.pk}:{Named.objects.filter(restriction=seal, is_custodian=True).count()}"
        events.add(event)
        leads = Post.objects.filter(pk__in=governance_leads(seal.set_by.place.path), agency__kind__in=RUNS_THE_PLACE)
        posts = [post for post in leads.values_list("pk", flat=True) if not is_implicated(post, seal.subject_id)]
        told += notify(posts, NoticeKind.CUSTODIANS_MISSING, event=event, leads_to="datasharing:desk", on=at)
    still = Notice.objects.filter(kind=NoticeKind.CUSTODIANS_MISSING, settled_at__isnull=True)
    still.exclude(event__in=events).update(settled_at=at)
    return told
