"""The operational plan of a place: begin it, add its parts, and tell what came of them."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound, Refused
from cases.operations.live_case import moment, needed_words, optional_words
from outcomes.budgets.operations.standing import check_own, heading_of, own_place
from outcomes.budgets.vocabulary import PartIs, PartState
from outcomes.models import OperationalPlan, PartNews, PlanPart
from outcomes.vocabulary import Event

DATED = {
    PartIs.MILESTONE: "Enter the day by which it is reached.",
    PartIs.BARRIER: "Enter the day on which it was raised.",
    PartIs.DECISION: "Enter the day of the decision.",
}
ANSWERED = {
    PartIs.SERVICE: "Say who provides it.",
    PartIs.CHAIN: "Say who takes this step.",
    PartIs.MILESTONE: "Say who answers for it.",
    PartIs.BARRIER: "Say with whom it was raised, such as a department or an agency.",
    PartIs.SEAT: "Say who it is, and from which agency.",
    PartIs.DECISION: "Say who decided.",
}
LIES_UNDER = {PartIs.SERVICE: PartIs.OUTCOME, PartIs.CHAIN: PartIs.SERVICE}
TOLD_OF = frozenset({PartIs.GAP, PartIs.MILESTONE, PartIs.BARRIER})
"""Parts of which something comes."""


@transaction.atomic
def make_operational_plan(actor: Actor, place: str, *, name: str, purpose: str, on: datetime | None = None) -> int:
    """Begin the plan of a place (by its path); returns it. A place has one."""
    here = own_place(actor, place)
    if OperationalPlan.objects.filter(place=here).exists():
        raise Refused(_("%(here)s has its operational plan already. Add to it.") % {"here": here.name}, field="place")
    made = OperationalPlan.objects.create(
        place=here,
        name=heading_of(name, "what the plan is called", "name", longest=160),
        purpose=needed_words(purpose, "what the plan is for", "purpose"),
        made_by_id=actor.post,
        made_at=moment(on),
    )
    journal.record(actor, Event.OPERATIONAL_PLAN_MADE, detail={"plan": made.pk, "place": here.path})
    return made.pk


@transaction.atomic
def add_plan_part(
    actor: Actor,
    plan: int,
    *,
    kind: str,
    heading: str,
    words: str = "",
    who: str = "",
    day: date | None = None,
    under: int | None = None,
    on: datetime | None = None,
) -> int:
    """Add a part; returns it. A delivery chain's step lies under its service, a service may lie under its outcome."""
    held = OperationalPlan.objects.select_for_update(of=("self",)).select_related("place").filter(pk=plan).first()
    if held is None:
        raise NotFound(str(plan))
    check_own(actor, held.place.path)
    if kind not in PartIs.values:
        raise Invalid(_("Choose a part of the plan."), field="kind")
    part = PartIs(kind)
    if part in DATED and day is None:
        raise Invalid(DATED[part], field="day")
    if part in (PartIs.BARRIER, PartIs.DECISION) and day and day > timezone.localdate(moment(on)):
        raise Invalid(_("The day must be today or in the past."), field="day")
    if part in ANSWERED and not who.strip():
        raise Invalid(ANSWERED[part], field="who")
    last = held.parts.filter(kind=part).aggregate(last=Max("position"))["last"] or 0
    made = PlanPart.objects.create(
        plan=held,
        kind=part,
        position=last + 1,
        heading=heading_of(heading, "what it is", "heading"),
        words=optional_words(words, "more about it", "words"),
        who=" ".join(who.split())[:200],
        day=day if part in DATED else None,
        under=_under(held, part, under),
        recorded_by_id=actor.post,
        recorded_at=moment(on),
    )
    detail = {"plan": held.pk, "part": made.pk, "kind": str(part)}
    journal.record(actor, Event.OPERATIONAL_PLAN_ADDED_TO, detail=detail)
    return made.pk


@transaction.atomic
def tell_plan_part(
    actor: Actor, part: int, *, state: str, words: str, happened_on: date, on: datetime | None = None
) -> int:
    """Tell what came of a gap, a milestone or a barrier; returns the news. Appended, never edited."""
    held = PlanPart.objects.select_related("plan__place").filter(pk=part).first()
    if held is None:
        raise NotFound(str(part))
    check_own(actor, held.plan.place.path)
    if held.kind not in TOLD_OF:
        raise Refused(_("Nothing is told of this part: it is as it was agreed."))
    if state not in PartState.values:
        raise Invalid(_("Say how it stands."), field="state")
    if happened_on > timezone.localdate(moment(on)):
        raise Invalid(_("The day must be today or in the past."), field="happened_on")
    if held.kind == PartIs.BARRIER and held.day and happened_on < held.day:
        raise Invalid(_("The day must not be before the barrier was raised."), field="happened_on")
    made = PartNews.objects.create(
        part=held,
        state=state,
        words=needed_words(words, "what came of it", "words"),
        happened_on=happened_on,
        recorded_by_id=actor.post,
        recorded_at=moment(on),
    )
    detail = {"plan": held.plan_id, "part": held.pk, "state": str(state)}
    journal.record(actor, Event.OPERATIONAL_PLAN_TOLD, detail=detail)
    return made.pk


def _under(plan: OperationalPlan, kind: PartIs, under: int | None) -> PlanPart | None:
    above = LIES_UNDER.get(kind)
    if above is None or (under is None and kind != PartIs.CHAIN):
        return None
    found = PlanPart.objects.filter(pk=under, plan=plan, kind=above).first() if under else None
    if found is None:
        words = "Choose the service whose delivery chain this is." if kind == PartIs.CHAIN else "Choose an outcome."
        raise Invalid(words, field="under")
    return found
