"""Promise and pay: sums on a budget's line, to the penny; and quarters closed once, in order, when they are over."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound, Refused
from cases.operations.live_case import moment
from outcomes.budgets.operations.make_budget import taken_budget
from outcomes.budgets.operations.standing import heading_of, sum_of
from outcomes.budgets.quarters import quarter_of, year_words
from outcomes.budgets.vocabulary import EntryIs
from outcomes.costing.agreements import QUARTERS, Quarter
from outcomes.costing.money import NOUGHT
from outcomes.models import Budget, BudgetEntry, BudgetLine, BudgetQuarter
from outcomes.vocabulary import Event


@transaction.atomic
def record_budget_entry(
    actor: Actor,
    budget: int,
    *,
    line: int,
    kind: str,
    gbp: Decimal,
    falls_on: date,
    words: str,
    settles: int | None = None,
    on: datetime | None = None,
) -> int:
    """Record a sum promised or paid on a line; returns it. `settles` is the promise that a payment stands for, whole.

    Refused outside the budget's year, in a closed quarter, and for a payment on a day to come.
    """
    held = taken_budget(actor, budget)
    if kind not in EntryIs.values:
        raise Invalid(_("Say whether the sum is promised or paid."), field="kind")
    found = BudgetLine.objects.filter(pk=line, budget=held).first()
    if found is None:
        raise Invalid(_("Choose a line of this budget."), field="line")
    if found.is_fund:
        raise Refused(_("The family fund is spent by key workers, from the family's page."), field="line")
    at = moment(on)
    if kind == EntryIs.PAID and falls_on > timezone.localdate(at):
        raise Invalid(_("A payment is of today or a day in the past."), field="falls_on")
    check_open(held, falls_on)
    entry = BudgetEntry.objects.create(
        line=found,
        kind=kind,
        gbp=sum_of(gbp, "The sum", "gbp"),
        falls_on=falls_on,
        words=heading_of(words, "what it is for", "words"),
        settles=_promise(found, kind, settles),
        recorded_by_id=actor.post,
        recorded_at=at,
    )
    detail = {"budget": held.pk, "line": found.pk, "entry": entry.pk, "kind": str(kind)}
    journal.record(actor, Event.BUDGET_SUM_RECORDED, detail=detail)
    return entry.pk


@transaction.atomic
def close_budget_quarter(actor: Actor, budget: int, *, number: int, on: datetime | None = None) -> int:
    """Close a quarter with its figures as they stand; returns it. Once, in order, and not before it is over."""
    held = taken_budget(actor, budget)
    at = moment(on)
    if number not in range(1, QUARTERS + 1):
        raise Invalid(_("Choose a quarter of the budget's year."), field="number")
    quarter = Quarter(held.year, number)
    closed = set(held.quarters.values_list("number", flat=True))
    if number in closed:
        raise Refused(
            _("%(quarter)s is closed already; a quarter is closed once.") % {"quarter": quarter}, field="number"
        )
    if number != len(closed) + 1:
        raise Refused(
            _("%(before)s has to be closed before %(quarter)s.")
            % {"before": Quarter(held.year, len(closed) + 1), "quarter": quarter},
            field="number",
        )
    if timezone.localdate(at) < quarter.next.first_day:
        raise Refused(
            _("%(quarter)s is not over yet. It can be closed from %(first_day)s.")
            % {"quarter": quarter, "first_day": _day(quarter.next.first_day)},
            field="number",
        )
    promised, paid = promised_and_paid(
        BudgetEntry.objects.filter(line__budget=held, falls_on__lt=quarter.next.first_day)
    )
    made = BudgetQuarter.objects.create(
        budget=held,
        number=number,
        planned=sum(held.lines.values_list("planned", flat=True), NOUGHT),
        committed=promised,
        spent=paid,
        closed_by_id=actor.post,
        closed_at=at,
    )
    journal.record(actor, Event.BUDGET_QUARTER_CLOSED, detail={"budget": held.pk, "quarter": str(quarter)})
    return made.pk


def check_open(budget: Budget, day: date) -> None:
    """The day lies in the budget's year, and its quarter is not closed. Whoever asks holds the budget's lock."""
    quarter = quarter_of(day)
    if quarter.year != budget.year:
        words = year_words(budget.year)
        raise Invalid(
            _("The day must lie in the budget's year, April to March of %(words)s.") % {"words": words},
            field="falls_on",
        )
    if budget.quarters.filter(number=quarter.number).exists():
        raise Refused(
            _("%(quarter)s is closed, and nothing is added to it. Record the sum today.") % {"quarter": quarter},
            field="falls_on",
        )


def promised_and_paid(entries: Iterable[BudgetEntry]) -> tuple[Decimal, Decimal]:
    """Of these: promised and not settled by one of them, and paid."""
    rows = list(entries)
    settled = {entry.settles_id for entry in rows}
    promised = (one.gbp for one in rows if one.kind == EntryIs.PROMISED and one.pk not in settled)
    return sum(promised, NOUGHT), sum((one.gbp for one in rows if one.kind == EntryIs.PAID), NOUGHT)


def _promise(line: BudgetLine, kind: str, settles: int | None) -> BudgetEntry | None:
    if settles is None:
        return None
    if kind != EntryIs.PAID:
        raise Invalid(_("Only a payment settles a promise."), field="settles")
    promise = BudgetEntry.objects.filter(pk=settles, line=line, kind=EntryIs.PROMISED).first()
    if promise is None:
        raise Invalid(_("Choose a promise of the same line."), field="settles")
    if BudgetEntry.objects.filter(settles=promise).exists():
        raise Refused(_("That promise is settled already."), field="settles")
    return promise


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def fund_line(place: str, day: date) -> BudgetLine:
    """The family fund that a place's families are bought for, under its budget's lock: the nearest budget upward.

    Raises NotFound where there is none.
    """
    paths = [place.rsplit("/", up)[0] for up in range(place.count("/") + 1)]
    year = quarter_of(day).year
    found = BudgetLine.objects.filter(is_fund=True, budget__year=year, budget__place__path__in=paths)
    nearest = max(
        found.values_list("budget__place__path", "budget_id", "pk"), default=None, key=lambda row: len(row[0])
    )
    if nearest is None:
        raise NotFound(place)
    Budget.objects.select_for_update().get(pk=nearest[1])
    return BudgetLine.objects.select_related("budget").get(pk=nearest[2])
