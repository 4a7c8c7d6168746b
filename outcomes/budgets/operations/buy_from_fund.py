"""The family fund: a key worker buys at once within the limit; beyond it the approver decides. Through the door."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.models import Action
from cases.operations.live_case import live_case, moment
from cases.permits import PERMITS, Step
from datasharing import door
from datasharing.vocabulary import Reach
from outcomes.budgets.operations.record_budget_entry import check_open, fund_line, promised_and_paid
from outcomes.budgets.operations.standing import heading_of, sum_of
from outcomes.budgets.vocabulary import EntryIs, PurchaseIs
from outcomes.costing.budgets import FamilyFund, check_purchase
from outcomes.costing.money import CannotCost
from outcomes.models import BudgetEntry, BudgetLine, FundPurchase
from outcomes.vocabulary import Event

BUYS = frozenset({Reach.KEY_WORKER})
DECIDES = frozenset({Reach.SUPERVISION})
PAID_WORDS = "Bought from the family fund"
"""What the budget says of a purchase: never what it was or for whom."""


@transaction.atomic
def buy_from_fund(
    actor: Actor, family_reference: str, *, action: int, what: str, gbp: Decimal, on: datetime | None = None
) -> str:
    """Buy something for an action of the plan; returns "bought", or "asked" where it is beyond the limit.

    What is bought is paid from the budget of the family's place and is a cost of its support. Two purchases at one
    moment cannot spend the same pound.
    """
    file = door.take(
        actor, family_reference, kinds=BUYS, words=_("Only the key worker buys from the family fund for this family.")
    )
    case = live_case(file, *PERMITS[Step.ADD_ACTION].states)
    found = Action.objects.filter(pk=action, goal__plan__case=case).first()
    if found is None:
        raise Invalid(_("Say for which action of the family's plan this is bought."), field="action")
    at = moment(on)
    line = _fund(file.place, at)
    kept = heading_of(what, "what is bought", "what")
    gbp = sum_of(gbp, "The price", "gbp")
    limit = line.budget.fund_limit or gbp
    state = PurchaseIs.BOUGHT if gbp <= limit else PurchaseIs.ASKED
    _check(line, gbp, limit=max(limit, gbp), buyer=actor.post, action=found.pk)
    purchase = FundPurchase.objects.create(
        case=case,
        action=found,
        line=line,
        what=kept,
        gbp=gbp,
        state=state,
        bought_by_id=actor.post,
        asked_at=at,
        entry=_paid(actor, line, gbp, at) if state == PurchaseIs.BOUGHT else None,
    )
    event = Event.FUND_SPENT if state == PurchaseIs.BOUGHT else Event.FUND_ASKED
    journal.record(actor, event, families=[file.id], detail={"purchase": purchase.pk, "action": found.pk})
    return str(state)


@transaction.atomic
def decide_purchase(actor: Actor, purchase: int, *, approve: bool, reason: str = "", on: datetime | None = None) -> str:
    """The approver of the fund agrees to a purchase beyond the limit, or refuses it; returns its state."""
    waiting = FundPurchase.objects.select_related("case__family__file").filter(pk=purchase).first()
    if waiting is None:
        raise NotFound(str(purchase))
    file = door.take(
        actor,
        waiting.case.family.file.reference,
        kinds=DECIDES,
        words=_("A purchase beyond the limit is decided by the approver of the family fund."),
    )
    held = FundPurchase.objects.select_for_update(of=("self",)).select_related("line__budget").get(pk=purchase)
    if held.line.budget.fund_approver_id != actor.post:
        raise NotAllowed(_("A purchase beyond the limit is decided by the approver of the family fund."))
    if held.state != PurchaseIs.ASKED:
        raise Refused(_("This purchase is decided already."))
    at = moment(on)
    words = " ".join(reason.split())[:1000]
    if not approve and not words:
        raise Invalid(_("Enter why it is refused; the key worker reads it."), field="reason")
    if approve:
        line = _fund(file.place, at)
        _check(line, held.gbp, limit=held.gbp, buyer=held.bought_by_id, action=held.action_id)
        held.entry, held.line = _paid(actor, line, held.gbp, at), line
    held.state = PurchaseIs.BOUGHT if approve else PurchaseIs.REFUSED
    held.decided_by_id, held.decided_at, held.reason = actor.post, at, words
    held.save()
    event = Event.FUND_SPENT if approve else Event.FUND_REFUSED
    journal.record(actor, event, families=[file.id], detail={"purchase": held.pk, "action": held.action_id})
    return str(held.state)


def _fund(place: str, at: datetime) -> BudgetLine:
    try:
        line = fund_line(place, timezone.localdate(at))
    except NotFound as missing:
        words = "There is no family fund for this family's place this year. Ask the accountable officer of its budget."
        raise Refused(words) from missing
    check_open(line.budget, timezone.localdate(at))
    return line


def _check(line: BudgetLine, gbp: Decimal, *, limit: Decimal, buyer: int, action: int) -> None:
    promised, paid = promised_and_paid(line.entries.all())
    fund = FamilyFund(limit=limit, remaining=line.planned - promised - paid)
    try:
        check_purchase(fund, gbp, buyer=buyer, approver=line.budget.fund_approver_id, action=action)
    except CannotCost as refusal:
        raise Refused(str(refusal), field="gbp") from refusal


def _paid(actor: Actor, line: BudgetLine, gbp: Decimal, at: datetime) -> BudgetEntry:
    return BudgetEntry.objects.create(
        line=line,
        kind=EntryIs.PAID,
        gbp=gbp,
        falls_on=timezone.localdate(at),
        words=PAID_WORDS,
        recorded_by_id=actor.post,
        recorded_at=at,
    )
