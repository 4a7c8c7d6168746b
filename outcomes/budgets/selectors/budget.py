"""Budgets of a place: each with what is planned, promised, paid and left, its parts counted once. Exact, to the penny.

No family is in them: what the family fund bought is a payment like any other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from agencies.actor import Actor
from agencies.models import Place
from agencies.places import lies_inside
from agencies.refusals import NotFound
from agencies.selectors.posts import live_posts, posts_by_id
from agencies.vocabulary import Role
from outcomes.budgets.operations.record_budget_entry import promised_and_paid
from outcomes.budgets.quarters import year_words
from outcomes.budgets.vocabulary import MAY_WRITE, EntryIs, partner_words
from outcomes.costing import budgets as reckoning
from outcomes.costing.agreements import QUARTERS, Quarter
from outcomes.costing.budgets import BudgetKind
from outcomes.models import Budget, BudgetEntry, BudgetLine


@dataclass(frozen=True)
class Sums:
    """Planned, promised and not yet paid, paid, and left; below nought where overspent."""

    planned: Decimal
    committed: Decimal
    spent: Decimal
    remaining: Decimal


@dataclass(frozen=True)
class BudgetRow:
    """One budget in the list, with the parts of its place in it."""

    id: int
    place: str
    place_name: str
    year_words: str
    name: str
    footing: str
    whole: Sums


@dataclass(frozen=True)
class BudgetList:
    """The budgets of the reader's place and its parts, latest year first."""

    rows: tuple[BudgetRow, ...]
    may_write: bool


@dataclass(frozen=True)
class LineRow:
    """One line. `of_place` is the place whose budget holds it."""

    id: int
    of_place: str
    is_own: bool
    kind: str
    kind_words: str
    partner_words: str
    words: str
    is_fund: bool
    is_shared: bool
    sums: Sums


@dataclass(frozen=True)
class EntryRow:
    """One sum. `settled`: a promise that was paid."""

    id: int
    line: int
    line_words: str
    is_paid: bool
    gbp: Decimal
    falls_on: date
    words: str
    settled: bool


@dataclass(frozen=True)
class QuarterRow:
    """One quarter of the year; its figures where it is closed."""

    number: int
    words: str
    closed_at: datetime | None
    closed_by: str
    planned: Decimal | None
    committed: Decimal | None
    spent: Decimal | None
    may_close: bool


@dataclass(frozen=True)
class PostChoice:
    """Somebody who can be chosen."""

    id: int
    words: str


@dataclass(frozen=True)
class BudgetSheet:
    """A budget with its place's parts. `lines` are all of them; `entries` those of its own lines, latest first."""

    id: int
    place: str
    place_name: str
    year_words: str
    name: str
    footing: str
    host: str
    accountable_body: str
    legal_power: str
    accountable_officer: str
    fund_limit: Decimal | None
    fund_approver: str
    whole: Sums
    money: Sums
    in_kind: Sums
    by_kind: tuple[tuple[str, Sums], ...]
    by_partner: tuple[tuple[str, Sums], ...]
    lines: tuple[LineRow, ...]
    entries: tuple[EntryRow, ...]
    quarters: tuple[QuarterRow, ...]
    may_write: bool

    @property
    def own_lines(self) -> tuple[LineRow, ...]:
        """Lines that sums can be recorded on."""
        return tuple(line for line in self.lines if line.is_own)


@dataclass(frozen=True)
class PlaceChoice:
    """A place that a budget, case, agreement or plan can be made for."""

    path: str
    name: str


def places_to_choose(actor: Actor) -> tuple[PlaceChoice, ...]:
    """The reader's place and its parts."""
    rows = Place.objects.order_by("path").values_list("path", "name")
    return tuple(PlaceChoice(path, name) for path, name in rows if lies_inside(path, actor.place))


def officers_to_choose(actor: Actor, *roles: Role) -> tuple[PostChoice, ...]:
    """Posts of these roles held today in the reader's place or a part of it."""
    found = live_posts(role=roles, place=actor.place)
    return tuple(PostChoice(post.id, post.words) for post in found)


def budgets(actor: Actor) -> BudgetList:
    """Every budget of the reader's place and its parts."""
    held = [one for one in Budget.objects.select_related("place") if lies_inside(one.place.path, actor.place)]
    lines = _lines({one.year for one in held})
    return BudgetList(
        tuple(
            BudgetRow(
                id=one.pk,
                place=one.place.path,
                place_name=one.place.name,
                year_words=year_words(one.year),
                name=one.name,
                footing=one.footing,
                whole=_sums(reckoning.place_budget(one.place.path, (line for line, _ in lines[one.year])).whole),
            )
            for one in held
        ),
        actor.role in MAY_WRITE,
    )


def budget(actor: Actor, key: int) -> BudgetSheet:
    """One budget. NotFound outside the reader's place."""
    held = Budget.objects.select_related("place").filter(pk=key).first()
    if held is None or not lies_inside(held.place.path, actor.place):
        raise NotFound(str(key))
    lines = _lines({held.year})[held.year]
    together = reckoning.place_budget(held.place.path, (line for line, _ in lines))
    inside = [(line, row) for line, row in lines if reckoning.lies_in(line.place, held.place.path)]
    posts = posts_by_id({held.accountable_officer_id, *([held.fund_approver_id] if held.fund_approver_id else [])})
    return BudgetSheet(
        id=held.pk,
        place=held.place.path,
        place_name=held.place.name,
        year_words=year_words(held.year),
        name=held.name,
        footing=held.footing,
        host=held.host,
        accountable_body=held.accountable_body,
        legal_power=held.legal_power,
        accountable_officer=posts[held.accountable_officer_id].words,
        fund_limit=held.fund_limit,
        fund_approver=posts[held.fund_approver_id].words if held.fund_approver_id else "",
        whole=_sums(together.whole),
        money=_sums(together.money),
        in_kind=_sums(together.in_kind),
        by_kind=tuple((kind_words(kind), _sums(sums)) for kind, sums in together.by_kind.items()),
        by_partner=_by_partner(line for line, _ in inside),
        lines=tuple(_line(line, row, held.pk) for line, row in inside),
        entries=_entries(held),
        quarters=_quarters(held),
        may_write=actor.role in MAY_WRITE,
    )


def spent_by_partner(place: str, first_day: date, end_day: date) -> dict[str, Decimal]:
    """What each partner paid or gave in [first_day, end_day) on budgets of a place and its parts, each once."""
    entries = BudgetEntry.objects.filter(kind=EntryIs.PAID, falls_on__gte=first_day, falls_on__lt=end_day)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for path, partner, gbp in entries.values_list("line__budget__place__path", "line__partner", "gbp"):
        if lies_inside(path, place):
            sums[partner] += gbp
    return dict(sums)


def kind_words(kind: str) -> str:
    """What a line is made of, as a page says it."""
    return str(kind).replace("_", " ").capitalize()


def _lines(years: Iterable[int]) -> Mapping[int, list[tuple[reckoning.BudgetLine, BudgetLine]]]:
    """Every line of these years by year, reckoned, beside its row."""
    found: dict[int, list[tuple[reckoning.BudgetLine, BudgetLine]]] = defaultdict(list)
    rows = BudgetLine.objects.filter(budget__year__in=set(years)).select_related("budget__place")
    for row in rows.prefetch_related("entries").order_by("budget__place__path", "position"):
        promised, paid = promised_and_paid(row.entries.all())
        line = reckoning.BudgetLine(
            str(row.pk), row.budget.place.path, BudgetKind(row.kind), row.partner, row.planned, promised, paid
        )
        found[row.budget.year].append((line, row))
    return found


def _sums(sums: reckoning.BudgetSum | reckoning.BudgetLine) -> Sums:
    return Sums(sums.planned, sums.committed, sums.spent, sums.remaining)


def _by_partner(lines: Iterable[reckoning.BudgetLine]) -> tuple[tuple[str, Sums], ...]:
    sums: dict[str, reckoning.BudgetSum] = defaultdict(reckoning.BudgetSum)
    for line in lines:
        sums[line.partner] = sums[line.partner].with_line(line)
    return tuple((partner_words(partner), _sums(sums[partner])) for partner in sorted(sums, key=partner_words))


def _line(line: reckoning.BudgetLine, row: BudgetLine, budget: int) -> LineRow:
    return LineRow(
        id=row.pk,
        of_place=row.budget.place.name,
        is_own=row.budget_id == budget,
        kind=row.kind,
        kind_words=kind_words(row.kind),
        partner_words=partner_words(row.partner),
        words=row.words,
        is_fund=row.is_fund,
        is_shared=row.is_shared,
        sums=_sums(line),
    )


def _entries(held: Budget) -> tuple[EntryRow, ...]:
    rows = list(BudgetEntry.objects.filter(line__budget=held).select_related("line").order_by("-falls_on", "-pk"))
    settled = {row.settles_id for row in rows}
    return tuple(
        EntryRow(
            id=row.pk,
            line=row.line_id,
            line_words=row.line.words,
            is_paid=row.kind == EntryIs.PAID,
            gbp=row.gbp,
            falls_on=row.falls_on,
            words=row.words,
            settled=row.pk in settled,
        )
        for row in rows
    )


def _quarters(held: Budget) -> tuple[QuarterRow, ...]:
    closed = {row.number: row for row in held.quarters.all()}
    posts = posts_by_id(row.closed_by_id for row in closed.values())
    rows, today = [], timezone.localdate()
    for number in range(1, QUARTERS + 1):
        row, quarter = closed.get(number), Quarter(held.year, number)
        rows.append(
            QuarterRow(
                number=number,
                words=str(quarter),
                closed_at=row.closed_at if row else None,
                closed_by=posts[row.closed_by_id].words if row else "",
                planned=row.planned if row else None,
                committed=row.committed if row else None,
                spent=row.spent if row else None,
                may_close=row is None and number == len(closed) + 1 and today >= quarter.next.first_day,
            )
        )
    return tuple(rows)
