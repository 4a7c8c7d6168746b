"""What came of needs, and of claims, behind an edition. For `publish_overview` alone; it shows nobody anything."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from agencies.models import Place
from cases.models import NeedRecord, ServiceReferral
from cases.vocabulary import HelpResult, HelpState, Need, NeedKind
from datasharing.places import lies_inside
from datasharing.statistics import LEAST, Tally
from outcomes.costing.partner_returns import FamilyWork, cost_by_headline
from outcomes.cube import ALL, CLAIM_STATES
from outcomes.models import Claim, Measurement
from outcomes.selectors.overview_measures import Standing
from outcomes.sustained import Break, Measured, clock
from outcomes.vocabulary import ClaimState
from outcomes.vocabulary import Standing as Stood

MONTHS, SCHOOL_MONTHS = 6, 8
"""How long an outcome must hold to count as sustained here, and two school terms for education."""

CAME = frozenset({HelpState.ATTENDED, HelpState.ENDED})
HELPED = frozenset({HelpResult.HELPED, HelpResult.PARTLY})

Breaks = Mapping[UUID, Sequence[tuple[str, Break]]]
Tallies = dict[tuple[str, str, str], Tally]


def outcomes(
    families: Mapping[UUID, Standing], breaks: Breaks, on: date
) -> tuple[Tallies, dict[UUID, FamilyWork], set[tuple[UUID, str]]]:
    """Band × need × met, sustained, broken, of families' latest cases; each family's needs with those sustained; and
    which need of which family is met.

    A need counts as met or sustained where every record of it is.
    """
    cases = {standing.case: family for family, standing in families.items() if standing.case}
    measured: dict[int, list[Measured]] = defaultdict(list)
    for record, day, standing in Measurement.objects.filter(case__in=list(cases)).values_list(
        "need_id", "measured_on", "standing"
    ):
        measured[record].append(Measured(day, standing == Stood.MET))
    records: dict[tuple[UUID, str], list[list[Measured]]] = defaultdict(list)
    rows = NeedRecord.objects.filter(case__in=list(cases), kind=NeedKind.NEED).values_list("pk", "case_id", "need")
    for pk, case, need in rows.iterator():
        records[cases[case], need].append(measured[pk])
    tallies: Tallies = defaultdict(Tally)
    needs: dict[UUID, set[str]] = defaultdict(set)
    met: set[tuple[UUID, str]] = set()
    held: dict[UUID, set[str]] = defaultdict(set)
    for (family, need), each in records.items():
        needs[family].add(need)
        columns = _columns(each, [one for spoken, one in breaks.get(family, ()) if spoken == need], need, on)
        if "met" in columns:
            met.add((family, need))
        if "sustained" in columns:
            held[family].add(need)
        for column in columns:
            for band in families[family].bands:
                tallies[band, need, column].add()
    work = {
        family: FamilyWork(families[family].intensity, Decimal(0), frozenset(found), frozenset(held[family]))
        for family, found in needs.items()
    }
    return tallies, work, met


def helped(families: Mapping[UUID, Standing], met: Collection[tuple[UUID, str]]) -> tuple[Tallies, dict[str, Tallies]]:
    """Need × referred to a service, came, was helped, met; and the same by need and service, of services to which six
    families or more were referred. Families by their latest cases."""
    cases = {standing.case: family for family, standing in families.items() if standing.case}
    found: dict[tuple[str, str], dict[str, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    rows = ServiceReferral.objects.filter(case__in=list(cases)).values_list(
        "case_id", "need", "entry__name", "state", "result"
    )
    for case, need, service, state, result in rows.iterator():
        family = cases[case]
        columns = {"referred"} | ({"met"} if (family, need) in met else set())
        if state in CAME:
            columns.add("attended")
        if result in HELPED:
            columns.add("helped")
        name = f"{Need(need).label}: {service}"[:60]
        for column in columns:
            found[need, ""][column].add(family)
            found[need, name][column].add(family)
    whole: Tallies = defaultdict(Tally)
    by_service: dict[str, Tallies] = defaultdict(lambda: defaultdict(Tally))
    for (need, name), held in found.items():
        if name and len(held["referred"]) < LEAST:
            continue
        for column, who in held.items():
            for _family in who:
                (by_service[need] if name else whole)[ALL, name or need, column].add()
    return whole, by_service


def _columns(each: Sequence[list[Measured]], breaks: Iterable[Break], need: str, on: date) -> set[str]:
    months = SCHOOL_MONTHS if need == Need.EDUCATION else MONTHS
    clocks = [clock(measured, breaks, months=months, on=on) for measured in each]
    if any(one.met_on is None for one in clocks):
        return set()
    found = {"met"}
    if all(one.is_sustained(on) for one in clocks):
        found.add("sustained")
    if any(one.broken_by for one in clocks):
        found.add("broken")
    return found


def outcome_costs(
    families: Mapping[UUID, Standing], work: Mapping[UUID, FamilyWork], support: Mapping[UUID, Decimal]
) -> tuple[Tallies, dict[str, Tally]]:
    """What support cost by band and need, each family's shared evenly among its needs; and, by band, what went to
    families without any."""
    paid = {family: one for family, one in work.items() if family in support}
    tallies: Tallies = defaultdict(Tally)
    for family, one in paid.items():
        share = FamilyWork(one.tier, support[family], one.headlines, one.sustained)
        costs = cost_by_headline([share])
        last = max(costs)
        left = support[family]
        for need, cost in costs.items():
            gbp = left if need == last else cost.gbp.quantize(Decimal("0.01"))
            left -= gbp
            for band in families[family].bands:
                tallies[band, need, "gbp"].add(gbp)
    rest: dict[str, Tally] = defaultdict(Tally)
    for family, gbp in support.items():
        for band in families[family].bands if family not in paid else ():
            rest[band].add(gbp)
    return tallies, rest


def claims(place: Place) -> Tallies:
    """Families by how far their claims have come; a reversed claim counts as that alone."""
    rows = Claim.objects.filter(reverses__isnull=True).select_related("file__place", "reversed_by")
    families: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        if lies_inside(row.file.place.path, place.path):
            reversed_ = hasattr(row, "reversed_by")
            families[ClaimState.REVERSED if reversed_ else row.state].add(row.file_id)
    return {(ALL, state, "families"): Tally(len(families[state])) for state in CLAIM_STATES}
