"""The family fund on a family's page: what can be bought for which action, what was, and what waits."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.actor import Actor
from agencies.refusals import NotAllowed, NotFound
from agencies.selectors.posts import posts_by_id
from agencies.vocabulary import AgencyKind
from cases.models import Action
from cases.permits import PERMITS, Step
from cases.selectors.head import Head, Opened, Section, is_open, open_head, section, show
from datasharing import door
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach
from outcomes.budgets.operations.record_budget_entry import promised_and_paid
from outcomes.budgets.quarters import quarter_of
from outcomes.budgets.vocabulary import PurchaseIs
from outcomes.models import BudgetLine, FundPurchase
from outcomes.settings_tables import fund_items

REACHES = frozenset({Reach.KEY_WORKER, Reach.SUPERVISION})
NOT_THEIRS = _("The family fund is for the key worker of the family and the team manager.")


@dataclass(frozen=True)
class Item:
    """Something bought often, and its usual price; `asks`: it is beyond the limit."""

    item: str
    words: str
    gbp: Decimal
    asks: bool


@dataclass(frozen=True)
class ActionChoice:
    """An action of the plan that is not done."""

    id: int
    words: str


@dataclass(frozen=True)
class PurchaseRow:
    """One purchase, as far as the reader may see it. `may_decide`: by this reader, now."""

    id: int
    what: Shown[str]
    gbp: Shown[Decimal]
    state: str
    state_words: str
    bought_by: str
    asked_at: datetime
    decided_by: str
    reason: str
    may_decide: bool


@dataclass(frozen=True)
class FamilyFundSheet:
    """The fund for one family. `limit` is None where its place has no fund this year."""

    head: Head
    limit: Decimal | None
    remaining: Decimal | None
    approver: str
    items: tuple[Item, ...]
    actions: tuple[ActionChoice, ...]
    purchases: tuple[PurchaseRow, ...]
    may_buy: bool
    section: Section


@dataclass(frozen=True)
class WaitingRow:
    """A purchase that waits for this approver; what it is opens on the family's page."""

    reference: str
    asked_by: str
    asked_at: datetime


def family_fund(actor: Actor, reference: str) -> FamilyFundSheet:
    """What can be bought, and what was. NotFound without reach; NotAllowed for the rest of the team."""
    with door.open_one(actor, reference) as file:
        if not file.reaches & REACHES:
            raise NotAllowed(str(NOT_THEIRS))
        opened = open_head(file)
        line = _fund(file.place)
        limit = line.budget.fund_limit if line else None
        promised, paid = promised_and_paid(line.entries.all()) if line else (Decimal(0), Decimal(0))
        approver = line.budget.fund_approver_id if line else None
        in_work = opened.case is not None and opened.case.state in PERMITS[Step.ADD_ACTION].states
        return FamilyFundSheet(
            head=opened.head,
            limit=limit,
            remaining=line.planned - promised - paid if line else None,
            approver=posts_by_id([approver])[approver].words if approver else "",
            items=tuple(
                Item(item, words, gbp, limit is not None and gbp > limit) for item, (words, gbp) in fund_items().items()
            ),
            actions=_actions(opened),
            purchases=_purchases(actor, opened),
            may_buy=in_work and line is not None and Reach.KEY_WORKER in file.reaches,
            section=section(file, Category.MONEY),
        )


def purchases_waiting(actor: Actor) -> tuple[WaitingRow, ...]:
    """What waits for this approver, earliest first: references alone, of families within the approver's reach."""
    waiting = FundPurchase.objects.filter(state=PurchaseIs.ASKED, line__budget__fund_approver=actor.post)
    rows = list(waiting.order_by("asked_at").values_list("case__family__file__reference", "bought_by", "asked_at"))
    posts = posts_by_id({buyer for _, buyer, _ in rows})
    return tuple(
        WaitingRow(reference, posts[buyer].words, asked_at)
        for reference, buyer, asked_at in rows
        if _may_open(actor, reference)
    )


def _may_open(actor: Actor, reference: str) -> bool:
    try:
        with door.open_one(actor, reference):
            return True
    except NotFound:
        return False


def _fund(place: str) -> BudgetLine | None:
    """The nearest family fund upward of a place, this year."""
    paths = [place.rsplit("/", up)[0] for up in range(place.count("/") + 1)]
    year = quarter_of(timezone.localdate()).year
    found = BudgetLine.objects.filter(is_fund=True, budget__year=year, budget__place__path__in=paths)
    rows = found.select_related("budget__place").prefetch_related("entries")
    return max(rows, default=None, key=lambda row: len(row.budget.place.path))


def _actions(opened: Opened) -> tuple[ActionChoice, ...]:
    if opened.case is None:
        return ()
    rows = Action.objects.filter(goal__plan__case=opened.case, done_on__isnull=True).select_related(
        "goal__plan__supplier"
    )
    shown = []
    for row in rows.order_by("due_on", "pk"):
        about = (row.owner_person_id,) if row.owner_person_id else ()
        words = show(opened.file, row.words, Category.PLAN, row.goal.plan.supplier, about)
        if words.is_open and words.value:
            shown.append(ActionChoice(row.pk, words.value))
    return tuple(shown)


def _purchases(actor: Actor, opened: Opened) -> tuple[PurchaseRow, ...]:
    if opened.case is None:
        return ()
    rows = FundPurchase.objects.filter(case=opened.case).select_related("bought_by__agency", "line__budget")
    held = list(rows)
    posts = posts_by_id({key for row in held for key in (row.bought_by_id, row.decided_by_id) if key})
    supervises = Reach.SUPERVISION in opened.file.reaches
    found = []
    for row in held:
        agency = row.bought_by.agency
        seen = is_open(opened.file, Category.MONEY, agency)
        found.append(
            PurchaseRow(
                id=row.pk,
                what=show(opened.file, row.what, Category.MONEY, agency),
                gbp=opened.file.show(
                    row.gbp, category=Category.MONEY, supplier=agency.pk, supplier_kind=AgencyKind(agency.kind)
                ),
                state=row.state,
                state_words=str(PurchaseIs(row.state).label),
                bought_by=posts[row.bought_by_id].words,
                asked_at=row.asked_at,
                decided_by=posts[row.decided_by_id].words if row.decided_by_id else "",
                reason=row.reason if seen else "",
                may_decide=supervises
                and row.state == PurchaseIs.ASKED
                and row.line.budget.fund_approver_id == actor.post,
            )
        )
    return tuple(found)
