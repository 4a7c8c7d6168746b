"""Who pays and who gains, family by family, for whoever publishes it. For operations alone: no page reads it.

For the families supported in a place and a period: what each partner put in (priced weeks of support, what the family
fund bought, and each family's share of the fixed costs of budgets), what it bore in the year before and the year
after, and what it gained by the compared estimate × its cashable share. Every sum is kept by family, so that
disclosure control can count who is behind it; contributions are to the penny, so that parts add up to their totals.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from agencies.within import within
from cases.models import Case
from outcomes.budgets.vocabulary import EntryIs, PurchaseIs
from outcomes.costing.agreements import to_the_penny
from outcomes.costing.budgets import BudgetKind
from outcomes.costing.effect import Effect, estimate_effect
from outcomes.costing.effect_matching import Compared
from outcomes.costing.money import NOUGHT, pounds
from outcomes.costing.partner_returns import PartnerReturn, partner_returns
from outcomes.costing.support import PaidIn
from outcomes.costing.windows import WindowName
from outcomes.models import BudgetEntry, FundPurchase, SupportCost
from outcomes.selectors.effect import place_histories
from outcomes.selectors.support_windows import shown_catalogue
from outcomes.selectors.supported_costs import supported_costs
from outcomes.settings_tables import cashable_shares

DAYS_A_YEAR = Decimal(365)
OTHER = "other"
MONEY = frozenset(kind.value for kind in BudgetKind if kind.is_money)
Amounts = Mapping[UUID, Decimal]


@dataclass(frozen=True)
class PartnerMoney:
    """One partner's pounds by family. A family that has none of a sort is not in it.

    `borne_before` and `borne_after` are pounds a year, of families that can be compared in both windows. `gains` is
    what the estimate gives each family that it stands on, for its time since support ended within the period.
    """

    partner: str
    cash: Amounts
    in_kind: Amounts
    borne_before: Amounts
    borne_after: Amounts
    gains: Amounts


@dataclass(frozen=True)
class PlaceMoney:
    """Every partner that puts in, bears or gains, by name; the families supported in the period, and the estimate.

    `family_years` by family: its time in the period since support ended, of families that the estimate stands on.
    """

    partners: tuple[PartnerMoney, ...]
    families: frozenset[UUID]
    effect: Effect
    family_years: Mapping[UUID, Decimal]

    def returns(self) -> tuple[PartnerReturn, ...]:
        """The same added up: a row for each partner. Not for a page before disclosure control."""
        put_in: dict[tuple[str, PaidIn], Decimal] = {}
        for one in self.partners:
            put_in[one.partner, PaidIn.CASH] = sum(one.cash.values(), NOUGHT)
            put_in[one.partner, PaidIn.IN_KIND] = sum(one.in_kind.values(), NOUGHT)
        shares = cashable_shares()
        return partner_returns(
            put_in,
            {one.partner: sum(one.borne_before.values(), NOUGHT) for one in self.partners},
            {one.partner: sum(one.borne_after.values(), NOUGHT) for one in self.partners},
            self.effect,
            cashable={one.partner: _cashable(one.partner, shares) for one in self.partners},
            family_years=sum(self.family_years.values(), NOUGHT),
        )


def partner_money(place: str, first_day: date, end_day: date) -> PlaceMoney:
    """Gather it for the families of a place (its path) whose support fell into [first_day, end_day)."""
    cases = {case.pk: case for case in _cases(place, first_day, end_day)}
    families = frozenset(case.family_id for case in cases.values())
    paid = _contributed(cases, families, place, first_day, end_day)
    before, after, ended = _borne(cases)
    found = place_histories(place)
    stood = [one for one in found.supported if one.history.key in families]
    effect = estimate_effect(stood, found.others, records=found.records, left_out=found.left_out)
    keys = {one.history.key for one in stood}
    years = {
        family: Decimal((end_day - max(day, first_day)).days) / DAYS_A_YEAR
        for family, day in ended.items()
        if family in keys and day < end_day
    }
    gains = _gains(effect.compared, years)
    partners = {partner for partner, _ in paid} | before.keys() | after.keys() | gains.keys()
    return PlaceMoney(
        tuple(
            PartnerMoney(
                partner=partner,
                cash=paid.get((partner, PaidIn.CASH), {}),
                in_kind=paid.get((partner, PaidIn.IN_KIND), {}),
                borne_before=before.get(partner, {}),
                borne_after=after.get(partner, {}),
                gains=gains.get(partner, {}),
            )
            for partner in sorted(partners)
        ),
        families,
        effect,
        years,
    )


def contributions(place: str, first_day: date, end_day: date) -> Mapping[tuple[str, PaidIn], Amounts]:
    """What each partner put in for the families supported in [first_day, end_day), by family, to the penny."""
    cases = {case.pk: case for case in _cases(place, first_day, end_day)}
    families = frozenset(case.family_id for case in cases.values())
    return _contributed(cases, families, place, first_day, end_day)


Paid = dict[tuple[str, PaidIn], dict[UUID, Decimal]]
ByFamily = dict[str, dict[UUID, Decimal]]


def _cases(place: str, first_day: date, end_day: date) -> list[Case]:
    here = within(place, "family__file__place__path")
    begun = Q(allocated_at__date__lt=end_day) | (Q(allocated_at__isnull=True) & Q(opened_at__date__lt=end_day))
    going_on = Q(closed_at__isnull=True) | Q(closed_at__date__gte=first_day)
    started = Q(allocated_at__isnull=False) | ~Q(support_reference="") | Q(closed_at__isnull=False)
    return list(Case.objects.filter(here, begun, going_on, started).order_by("pk"))


def _contributed(
    cases: Mapping[int, Case], families: frozenset[UUID], place: str, first_day: date, end_day: date
) -> Paid:
    paid = _put_in(cases, first_day, end_day)
    _share_fixed_costs(paid, place, families, first_day, end_day)
    return paid


def _put_in(cases: Mapping[int, Case], first_day: date, end_day: date) -> Paid:
    """Priced weeks of support and what the family fund bought, by partner, kind and family."""
    paid: Paid = defaultdict(lambda: defaultdict(Decimal))
    catalogue = shown_catalogue()
    if catalogue is not None:
        weeks = SupportCost.objects.filter(
            case__in=cases, catalogue_id=catalogue.key, falls_on__gte=first_day, falls_on__lt=end_day
        )
        for case, partner, kind, gbp in weeks.values_list("case_id", "bearer", "kind", "gbp"):
            paid[partner, PaidIn(kind)][cases[case].family_id] += gbp
    bought = FundPurchase.objects.filter(
        case__in=cases, state=PurchaseIs.BOUGHT, entry__falls_on__gte=first_day, entry__falls_on__lt=end_day
    )
    for case, partner, gbp in bought.values_list("case_id", "line__partner", "gbp"):
        paid[partner, PaidIn.CASH][cases[case].family_id] += gbp
    return {key: {family: pounds(gbp) for family, gbp in amounts.items()} for key, amounts in paid.items()}


def _share_fixed_costs(paid: Paid, place: str, families: frozenset[UUID], first_day: date, end_day: date) -> None:
    """Add each family's even share of what was paid on lines that are shared, of the budgets of its place upward."""
    if not families:
        return
    lies = dict(Case.objects.filter(family__in=families).values_list("family_id", "family__file__place__path"))
    entries = BudgetEntry.objects.filter(
        kind=EntryIs.PAID, line__is_shared=True, falls_on__gte=first_day, falls_on__lt=end_day
    )
    spent: dict[tuple[str, str, bool], Decimal] = defaultdict(Decimal)
    columns = ("line__budget__place__path", "line__partner", "line__kind", "gbp")
    for path, partner, kind, gbp in entries.values_list(*columns):
        spent[path, partner, kind in MONEY] += gbp
    for (path, partner, in_money), gbp in sorted(spent.items()):
        there = sorted(family for family, at in lies.items() if at == path or at.startswith(f"{path}/"))
        if not there or not (path == place or path.startswith(f"{place}/")):
            continue
        even = to_the_penny({str(family): gbp / len(there) for family in there})
        amounts = paid.setdefault((partner, PaidIn.CASH if in_money else PaidIn.IN_KIND), {})
        for family in there:
            amounts[family] = amounts.get(family, NOUGHT) + even[str(family)]


def _borne(cases: Mapping[int, Case]) -> tuple[ByFamily, ByFamily, dict[UUID, date]]:
    """Pounds a year before and after, of families that can be compared in both; and the day that support ended."""
    before: ByFamily = defaultdict(dict)
    after: ByFamily = defaultdict(dict)
    ended: dict[UUID, date] = {}
    catalogue = shown_catalogue()
    for costs in supported_costs(Case.objects.filter(pk__in=cases), catalogue) if catalogue else ():
        family = costs.case.family
        at = {window.name: place for place, window in enumerate(costs.windows) if window.compared}
        if family in ended or not {WindowName.BEFORE, WindowName.AFTER} <= at.keys() or costs.case.ended_on is None:
            continue
        ended[family] = costs.case.ended_on
        for row in costs.rows:
            for sums, name in ((before, WindowName.BEFORE), (after, WindowName.AFTER)):
                if gbp := row.a_year[at[name]]:
                    sums[row.bearer][family] = pounds(gbp)
    return before, after, ended


def _gains(compared: Compared | None, years: Mapping[UUID, Decimal]) -> ByFamily:
    """The mean saved a year by each partner × its cashable share × each family's years; nothing without an estimate."""
    if compared is None:
        return {}
    shares = cashable_shares()
    gains: ByFamily = {}
    for partner, one in compared.by_bearer.items():
        a_year = Decimal(str(float(one.mean))) * _cashable(partner, shares)
        if a_year and years:
            told = to_the_penny({str(family): a_year * spell for family, spell in years.items()})
            gains[partner] = {family: told[str(family)] for family in years}
    return gains


def _cashable(partner: str, shares: Mapping[str, Decimal]) -> Decimal:
    return shares.get(partner, shares[OTHER])
