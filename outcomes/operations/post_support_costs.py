"""What support cost: minutes × the hourly rate of a family support worker, at the prices of a named catalogue."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from agencies.actor import Actor
from agencies.operations import journal
from agencies.turns import in_turn
from cases.models import Support
from outcomes.costing import catalogue as prices
from outcomes.costing.money import NOUGHT
from outcomes.costing.support import contact_time
from outcomes.models import SupportCost
from outcomes.operations.load_catalogue import load_catalogue
from outcomes.operations.post_costs import may_post
from outcomes.vocabulary import Event, SupportKind

BATCH = 5_000


@dataclass(frozen=True)
class PostedSupport:
    """How many weeks of support were priced, and their pounds, not rounded."""

    catalogue: str
    weeks: int
    gbp: Decimal


@transaction.atomic
def post_support_costs(actor: Actor | None, *, catalogue: str = "", on: datetime | None = None) -> PostedSupport:
    """Price the support that has no cost yet under the newest catalogue or the one named. Twice changes nothing.

    A week whose minutes were corrected is priced anew.
    """
    may_post(actor)
    in_turn("post costs")
    row, held = load_catalogue(actor, version=catalogue)
    on = on or timezone.now()
    SupportCost.objects.filter(catalogue=row).exclude(minutes=F("support__minutes")).delete()
    priced = SupportCost.objects.filter(support=OuterRef("pk"), catalogue=row)
    waiting = (
        Support.objects.filter(~Exists(priced))
        .order_by("pk")
        .values_list("pk", "case_id", "week_beginning", "minutes", "supplier__kind")
        .iterator(chunk_size=BATCH)
    )
    weeks, gbp = 0, NOUGHT
    while batch := list(islice(waiting, BATCH)):
        costs = [_cost(told, row.pk, held, actor) for told in batch]
        SupportCost.objects.bulk_create(costs)
        weeks, gbp = weeks + len(costs), sum((cost.gbp for cost in costs), gbp)
    if weeks:
        detail = {"catalogue": row.version, "weeks": weeks, "posted_at": on.isoformat()}
        journal.record(actor, Event.SUPPORT_COSTED, detail=detail)
    return PostedSupport(row.version, weeks, gbp)


def _cost(
    told: tuple[int, int, date, int, str], catalogue: int, held: prices.Catalogue, actor: Actor | None
) -> SupportCost:
    support, case, week, minutes, partner = told
    line = contact_time(week, minutes, held, partner=partner)
    return SupportCost(
        support_id=support,
        case_id=case,
        catalogue_id=catalogue,
        unit_cost=line.unit_cost,
        bearer=partner,
        kind=SupportKind.CASH,
        falls_on=week,
        minutes=minutes,
        gbp=line.gbp,
        posted_by_id=actor.post if actor else None,
    )
