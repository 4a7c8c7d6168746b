"""What one family costs, who bears it, and what its support cost: for the key worker and the manager.

Each line is decided by the category and the supplier of the occurrence behind it. A line that is closed is not shown,
not counted and in no sum; the whole total is shown only to a reader to whom every category that is costed is open, by
rule, whether or not this family has anything of the sort.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import NotAllowed, NotFound
from agencies.vocabulary import AgencyKind, EntryKind, Role
from agencies.words import Words
from cases.intake.profile import event_codes
from cases.models import Case
from cases.selectors.head import Opened, open_head
from cases.selectors.people import know_people
from cases.vocabulary import ClosingOutcome
from datasharing import door
from datasharing.door import OpenFile
from datasharing.vocabulary import Category, Reach
from outcomes.budgets.vocabulary import PurchaseIs
from outcomes.catalogues import shipped_catalogue
from outcomes.costing.money import NOUGHT
from outcomes.models import FundPurchase, SupportCost
from outcomes.selectors.cost_sheets import CostStatement, FamilyCosts, SupportRow, statement, support_row
from outcomes.selectors.family_ledgers import LedgerEntry, family_ledgers
from outcomes.selectors.measurements import progress
from outcomes.selectors.need_costs import NeedCost, need_costs
from outcomes.selectors.support_windows import (
    ShownCatalogue,
    last_day_of_data,
    shown_catalogue,
    support_dates,
    support_windows,
)
from outcomes.vocabulary import Event, SupportKind

ROLES = frozenset({Role.KEY_WORKER, Role.TEAM_MANAGER})
REACHES = frozenset({Reach.KEY_WORKER, Reach.SUPERVISION, Reach.MONITORING})
FUND = Words("family fund")
COSTED: tuple[Category, ...] = tuple(sorted({Category(code.category) for code in event_codes().values()}))


def family_costs(actor: Actor, reference: str) -> FamilyCosts:
    """A family's costs as this reader may see them. NotFound without reach; NotAllowed for the rest of the team."""
    with door.open_one(actor, reference) as file:
        if actor.role not in ROLES or not file.reaches & REACHES:
            raise NotAllowed(str(_("What a family costs is for its key worker and the team manager.")))
        opened = open_head(file)
        padlocks = file.padlocks(*COSTED, Category.MONEY)
        catalogue, last_day = shown_catalogue(), last_day_of_data(file.place)
        entries = _entries(opened, catalogue)
        open_entries = [entry for entry in entries if _is_shown(file, entry)]
        support, all_support = _support(opened, catalogue)
        whole = not padlocks and len(open_entries) == len(entries) and all_support
        return FamilyCosts(
            head=opened.head,
            statement=_statement(opened.case, last_day, catalogue, open_entries, support, whole=whole),
            needs=_needs(opened, last_day, catalogue, open_entries),
            padlocks=padlocks,
            why=tuple(dict.fromkeys(reason for category in COSTED for reason in file.why(category))),
        )


@transaction.atomic
def costs_of_support(support_reference: str) -> CostStatement:
    """The whole statement of one family, by the reference of its support or of its file: for the operator's command.

    Nobody in a post asks, so nothing is decided; it is written in the journal as a look all the same. Raises NotFound.
    """
    cases = Case.objects.exclude(outcome=ClosingOutcome.MERGED).select_related("family__file__place")
    cases = cases.order_by("-opened_at", "-pk")
    case = (
        cases.filter(support_reference=support_reference).first()
        or cases.filter(family__file__reference=support_reference).first()
    )
    if case is None or not support_reference:
        raise NotFound(support_reference)
    journal.record(None, Event.COSTS_SEEN, families=[case.family_id], kind=EntryKind.LOOK)
    catalogue = shown_catalogue()
    entries = family_ledgers([case.family_id], catalogue)[case.family_id] if catalogue else ()
    rows = _support_rows(_costs(case, catalogue))
    return _statement(case, last_day_of_data(case.family.file.place.path), catalogue, entries, rows, whole=True)


def _entries(opened: Opened, catalogue: ShownCatalogue | None) -> tuple[LedgerEntry, ...]:
    """What the ledger holds of the family, but for what this reader may not know to be there."""
    found = family_ledgers([opened.file.id], catalogue)[opened.file.id] if catalogue else ()
    know_people(opened)
    return tuple(entry for entry in found if not opened.file.seals(entry.category, entry.subjects))


def _needs(
    opened: Opened, last_day: date | None, catalogue: ShownCatalogue | None, entries: Iterable[LedgerEntry]
) -> tuple[NeedCost, ...]:
    """What each need cost, of what is open to the reader, beside its progress. None before there are windows."""
    windows = support_windows(support_dates(opened.case), last_day) if opened.case else ()
    if catalogue is None or not windows:
        return ()
    return need_costs(entries, windows, progress(opened), shipped_catalogue(catalogue.version).event_needs)


def _is_shown(file: OpenFile, entry: LedgerEntry) -> bool:
    """Decide one entry; what is shown goes into the disclosure row."""
    return file.show(
        True,
        category=entry.category,
        supplier=entry.supplier,
        supplier_kind=entry.supplier_kind,
        subjects=entry.subjects,
        told_by=entry.told_by,
    ).is_open


def _statement(
    case: Case | None,
    last_day: date | None,
    catalogue: ShownCatalogue | None,
    entries: Iterable[LedgerEntry],
    support: Iterable[SupportRow],
    *,
    whole: bool,
) -> CostStatement:
    dates = support_dates(case) if case else None
    windows = support_windows(dates, last_day) if dates else ()
    return statement(dates, windows, last_day, catalogue, entries, support, whole=whole)


Cost = tuple[int, str, str, str, str, int, Decimal]
"""Supplier, its kind, bearer, kind, unit cost, minutes, pounds."""


def _costs(case: Case | None, catalogue: ShownCatalogue | None) -> list[Cost]:
    """The weeks of support as they are priced, and what the family fund bought."""
    if case is None:
        return []
    costs: list[Cost] = []
    if catalogue is not None:
        weeks = SupportCost.objects.filter(case=case, catalogue_id=catalogue.key).order_by("pk")
        supplier = ("support__supplier_id", "support__supplier__kind")
        costs += weeks.values_list(*supplier, "bearer", "kind", "unit_cost", "minutes", "gbp")
    bought = FundPurchase.objects.filter(case=case, state=PurchaseIs.BOUGHT).order_by("pk")
    buyer = ("bought_by__agency_id", "bought_by__agency__kind")
    for agency, kind, partner, gbp in bought.values_list(*buyer, "line__partner", "gbp"):
        costs.append((agency, kind, partner, SupportKind.CASH.value, FUND, 0, gbp))
    return costs


def _support(opened: Opened, catalogue: ShownCatalogue | None) -> tuple[tuple[SupportRow, ...], bool]:
    """What support cost, as far as it is open, and whether that is all of it."""
    costs = _costs(opened.case, catalogue)
    shown = [
        cost
        for cost in costs
        if opened.file.show(True, category=Category.MONEY, supplier=cost[0], supplier_kind=AgencyKind(cost[1])).is_open
    ]
    return _support_rows(shown), len(shown) == len(costs)


def _support_rows(costs: Iterable[Cost]) -> tuple[SupportRow, ...]:
    minutes: dict[tuple[str, str, str], int] = defaultdict(int)
    pounds: dict[tuple[str, str, str], Decimal] = defaultdict(lambda: NOUGHT)
    for _supplier, _kind, bearer, kind, unit_cost, taken, gbp in costs:
        minutes[bearer, kind, unit_cost] += taken
        pounds[bearer, kind, unit_cost] += gbp
    return tuple(support_row(*key, minutes[key], pounds[key]) for key in sorted(minutes))
