"""The last edition that was asked for of a place: how far it is. It speaks of no family."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from agencies.actor import Actor
from agencies.models import Place
from agencies.refusals import Refused
from outcomes.models import Edition, EditionRun
from outcomes.operations.prepare_edition import UNDER_WAY
from outcomes.operations.publish_overview import ready_to_publish
from outcomes.vocabulary import RunState


@dataclass(frozen=True)
class RunSheet:
    """One run: `done` of `families` that changed are worked out anew."""

    state: str
    state_words: str
    asked_at: datetime
    asked_by: str
    moved_at: datetime
    families: int
    done: int
    words: str
    under_way: bool


@dataclass(frozen=True)
class EditionsSheet:
    """What can be asked for now: `refusal` says why nothing can; `last` is the last edition's day."""

    place: str
    last: date | None
    refusal: str
    run: RunSheet | None


def edition_runs(actor: Actor) -> EditionsSheet:
    """The place of the actor's post."""
    place = Place.objects.get(path=actor.place)
    run = EditionRun.objects.filter(place=place).select_related("asked_by__practitioner").first()
    last = Edition.objects.filter(place=place).first()
    refusal = ""
    try:
        ready_to_publish(actor, place.path, timezone.now())
    except Refused as refused:
        refusal = refused.words
    return EditionsSheet(
        place=place.name,
        last=timezone.localdate(last.published_at) if last else None,
        refusal=refusal,
        run=_sheet(run) if run else None,
    )


def _sheet(run: EditionRun) -> RunSheet:
    return RunSheet(
        state=run.state,
        state_words=str(RunState(run.state).label),
        asked_at=run.asked_at,
        asked_by=run.asked_by.practitioner.name,
        moved_at=run.moved_at,
        families=run.families,
        done=run.done,
        words=run.words,
        under_way=run.state in UNDER_WAY,
    )
