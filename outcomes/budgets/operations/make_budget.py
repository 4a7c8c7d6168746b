"""A budget of a place for one financial year, and its lines."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid, NotFound, Refused
from agencies.vocabulary import Role
from cases.operations.live_case import moment, optional_words
from outcomes.budgets.operations.standing import check_own, heading_of, live_post, own_place, sum_of
from outcomes.budgets.quarters import year_words
from outcomes.budgets.vocabulary import partner_code
from outcomes.costing.agreements import Footing
from outcomes.costing.budgets import BudgetKind
from outcomes.models import Budget, BudgetLine
from outcomes.vocabulary import Event

YEARS = range(2000, 2100)
LONGEST_PARTNER = 60


@transaction.atomic
def make_budget(
    actor: Actor,
    place: str,
    *,
    year: int,
    name: str,
    footing: str,
    accountable_officer: int,
    host: str = "",
    accountable_body: str = "",
    legal_power: str = "",
    fund_limit: Decimal | None = None,
    fund_approver: int | None = None,
    on: datetime | None = None,
) -> int:
    """Begin the budget of a place (by its path) for the financial year that begins in April of `year`; returns it.

    Pooled money needs a host, an accountable body and a legal power. A family fund needs its limit and its approver,
    a team manager. A place has one budget a year.
    """
    here = own_place(actor, place)
    if year not in YEARS:
        raise Invalid(_("Choose the financial year."), field="year")
    if footing not in list(Footing):
        raise Invalid(_("Say whether the budget is shadow, aligned or pooled."), field="footing")
    needed = {
        "host": host.strip(),
        "accountable_body": accountable_body.strip(),
        "legal_power": legal_power.strip(),
    }
    check_pooled(footing, needed)
    officer = live_post(
        accountable_officer,
        here,
        "Choose the accountable officer: a post held today in this place.",
        "accountable_officer",
    )
    if (fund_limit is None) != (fund_approver is None):
        missing = "fund_limit" if fund_limit is None else "fund_approver"
        raise Invalid(
            _("A family fund needs both: the most for one purchase, and who approves beyond it."), field=missing
        )
    approver = None
    if fund_approver is not None and fund_limit is not None:
        fund_limit = sum_of(fund_limit, "The most for one purchase", "fund_limit")
        approver = live_post(fund_approver, here, "Choose who approves: a team manager of this place.", "fund_approver")
        if approver.role != Role.TEAM_MANAGER:
            raise Invalid(
                _("Choose a team manager: who approves must be able to see the family."), field="fund_approver"
            )
    if Budget.objects.filter(place=here, year=year).exists():
        raise Refused(
            _("%(here)s has a budget for %(year)s already. Add lines to it.")
            % {"here": here.name, "year": year_words(year)},
            field="year",
        )
    made = Budget.objects.create(
        place=here,
        year=year,
        name=heading_of(name, "what the budget is called", "name", longest=160),
        footing=footing,
        accountable_officer=officer,
        fund_limit=fund_limit,
        fund_approver=approver,
        made_by_id=actor.post,
        made_at=moment(on),
        **{what: optional_words(words, what.replace("_", " "), what)[:200] for what, words in needed.items()},
    )
    detail = {"budget": made.pk, "place": here.path, "year": year, "footing": str(footing)}
    journal.record(actor, Event.BUDGET_MADE, detail=detail)
    return made.pk


@transaction.atomic
def add_budget_line(
    actor: Actor,
    budget: int,
    *,
    kind: str,
    partner: str,
    words: str,
    planned: Decimal,
    is_fund: bool = False,
    is_shared: bool = False,
) -> int:
    """One partner's line; returns it. The family fund is one line of money. Fixed costs can be shared out."""
    held = taken_budget(actor, budget)
    if kind not in list(BudgetKind):
        raise Invalid(_("Say what the line is made of."), field="kind")
    if is_fund and not BudgetKind(kind).is_money:
        raise Invalid(_("The family fund is money, so its line is one of money."), field="kind")
    if is_fund and held.fund_limit is None:
        raise Refused(
            _("This budget has no family fund: it was begun without a limit and an approver."), field="is_fund"
        )
    if is_fund and held.lines.filter(is_fund=True).exists():
        raise Refused(_("This budget has its family fund already."), field="is_fund")
    if is_fund and is_shared:
        raise Invalid(_("What the family fund buys is one family's cost, and is not shared."), field="is_shared")
    last = held.lines.aggregate(last=Max("position"))["last"] or 0
    line = BudgetLine.objects.create(
        budget=held,
        position=last + 1,
        kind=kind,
        partner=partner_code(heading_of(partner, "the partner who gives it", "partner", longest=LONGEST_PARTNER)),
        words=heading_of(words, "what it is for", "words"),
        planned=sum_of(planned, "What is planned", "planned", nought=True),
        is_fund=is_fund,
        is_shared=is_shared,
    )
    journal.record(actor, Event.BUDGET_LINE_ADDED, detail={"budget": held.pk, "line": line.pk, "kind": str(kind)})
    return line.pk


def taken_budget(actor: Actor, budget: int) -> Budget:
    """The budget under its lock, where it is of the actor's own place. NotFound otherwise."""
    held = Budget.objects.select_for_update(of=("self",)).select_related("place").filter(pk=budget).first()
    if held is None:
        raise NotFound(str(budget))
    check_own(actor, held.place.path)
    return held


def check_pooled(footing: str, given: dict[str, str]) -> None:
    """Pooled money has a host, an accountable body and a legal power; the refusal names the first that is missing."""
    words = {
        "host": "Pooled money needs a host: the agency that holds it.",
        "accountable_body": "Pooled money needs an accountable body.",
        "legal_power": "Pooled money needs a legal power, such as section 75 of the NHS Act 2006.",
    }
    for what, refusal in words.items():
        if footing == Footing.POOLED and not given[what].strip():
            raise Invalid(refusal, field=what)
