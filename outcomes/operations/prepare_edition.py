"""Prepare: an edition is asked for on a page and made in the background, in steps, so that a long one shows its way.

Each step is a transaction of its own: one that is stopped is taken up again where it was.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Refused
from outcomes.models import Edition, EditionRun
from outcomes.operations.publish_overview import publish_overview, ready_to_publish
from outcomes.operations.refresh_rollups import refresh_rollups
from outcomes.vocabulary import Event, RunState

STEP = 1_000
STOPPED = timedelta(minutes=30)
"""A run that has not moved for so long is taken up again by the next worker."""
UNDER_WAY = (RunState.WAITING, RunState.WORKING)


@transaction.atomic
def ask_for_edition(actor: Actor, place: str, *, on: datetime | None = None) -> int:
    """Ask for an edition of a place (by its path); returns the run. Refused where none may be published now."""
    at = on or timezone.now()
    here, *_ages = ready_to_publish(actor, place, at)
    try:
        with transaction.atomic():
            run = EditionRun.objects.create(place=here, asked_by_id=actor.post, asked_at=at, moved_at=at)
    except IntegrityError:
        raise Refused(_("An edition is being prepared already. This page shows how far it is.")) from None
    journal.record(actor, Event.EDITION_ASKED, detail={"run": run.pk, "place": here.path})
    return run.pk


def prepare_editions(*, at_most: int = STEP) -> int:
    """Make every edition that waits, oldest first; returns how many came to an end, published or refused."""
    ended = 0
    while (run := _take()) is not None:
        while _refresh(run, at_most):
            pass
        _publish(run)
        ended += 1
    return ended


@transaction.atomic
def _take() -> int | None:
    """The run to work on, marked as being worked on; what another worker has in hand is left to it."""
    now = timezone.now()
    waiting = EditionRun.objects.filter(state=RunState.WAITING)
    stopped = EditionRun.objects.filter(state=RunState.WORKING, moved_at__lt=now - STOPPED)
    run = (waiting | stopped).order_by("asked_at").select_for_update(skip_locked=True).first()
    if run is None:
        return None
    run.state, run.moved_at = RunState.WORKING, now
    run.save(update_fields=["state", "moved_at"])
    return run.pk


@transaction.atomic
def _refresh(key: int, at_most: int) -> bool:
    """One step; whether any is left."""
    run = EditionRun.objects.select_for_update().get(pk=key)
    step = refresh_rollups(None, run.place.path, at_most=at_most)
    run.done += step.touched
    run.families, run.moved_at = run.done + step.left, timezone.now()
    run.save(update_fields=["done", "families", "moved_at"])
    return step.left > 0


@transaction.atomic
def _publish(key: int) -> None:
    run = EditionRun.objects.select_for_update().get(pk=key)
    try:
        with transaction.atomic():
            published = publish_overview(None, run.place.path)
    except Refused as refusal:
        run.state, run.words = RunState.REFUSED, refusal.words[:400]
    else:
        run.state, run.edition = RunState.PUBLISHED, Edition.objects.get(pk=published.edition)
    run.moved_at = timezone.now()
    run.save(update_fields=["state", "words", "edition", "moved_at"])
