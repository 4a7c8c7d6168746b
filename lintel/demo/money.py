"""Money by place in Ashworth: a business case, budgets, an agreement, the family fund and the operational plan."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from agencies.actor import Actor
from cases.selectors.my_families import my_families
from lintel.demo.house import HERE, NORTH
from outcomes.budgets.operations.buy_from_fund import buy_from_fund
from outcomes.budgets.operations.keep_plan import add_plan_part, make_operational_plan, tell_plan_part
from outcomes.budgets.operations.make_agreement import NewPartner, make_agreement
from outcomes.budgets.operations.make_budget import add_budget_line, make_budget
from outcomes.budgets.operations.record_budget_entry import record_budget_entry
from outcomes.budgets.quarters import quarter_of
from outcomes.budgets.selectors.family_fund import family_fund
from outcomes.business_cases.operations.save_business_case import approve_business_case, save_business_case
from outcomes.settings_tables import fund_items

D = Decimal
CASE = """\
years = 5
timing = "year_start"
discount = "green_book"
base_year = "2024-25"
costs = [290000, 275000, 275000, 275000, 275000]

[[outcomes]]
name = "Fewer incidents of domestic abuse and crime"
population = 180
affected = 0.62
engaged = 0.8
impact = 0.35
deadweight = 0.3
deadweight_is = "share"
unit_value = 3900
price_year = ""
phase = [0.4, 1, 1, 1, 1]
evidence_grade = 3
kind = "fiscal"
bearer = "police"
cashable = 0.25

[[outcomes]]
name = "Children who stay at home safely"
population = 180
affected = 0.09
engaged = 0.8
impact = 0.4
deadweight = 0.35
deadweight_is = "share"
unit_value = 78000
price_year = ""
phase = [0.3, 0.9, 1, 1, 1]
evidence_grade = 4
kind = "fiscal"
bearer = "council"
cashable = 0.5

[[outcomes]]
name = "Adults in work"
population = 210
affected = 0.7
engaged = 0.6
impact = 0.18
deadweight = 0.45
deadweight_is = "share"
unit_value = 9800
price_year = ""
phase = [0.3, 0.8, 1, 1, 1]
evidence_grade = 3
kind = "fiscal"
bearer = "jobcentre_plus"
cashable = 1

[business_as_usual]
costs = [120000, 120000, 120000, 120000, 120000]
outcomes = []

[[options]]
name = "Advice line alone"
costs = [60000, 60000, 60000, 60000, 60000]

[[options.outcomes]]
name = "Adults in work"
population = 210
affected = 0.7
engaged = 0.25
impact = 0.06
deadweight = 0.45
deadweight_is = "share"
unit_value = 9800
price_year = ""
evidence_grade = 5
kind = "fiscal"
bearer = "jobcentre_plus"
cashable = 1
"""
"""Made up, like everybody in Ashworth: its figures are nobody's evidence."""


def keep_money(actors: Mapping[str, Actor], now: datetime) -> int:
    """Everything, by the operations of the pages; returns how many things were bought from the family fund."""
    commissioner, officer = actors["commissioner"], actors["claims.officer"]
    title, purpose = "A second locality team", "Fewer families in crisis, and one key worker for each that is."
    case = save_business_case(commissioner, title=title, purpose=purpose, told=CASE, place=HERE)
    approve_business_case(officer, case, version=1, words="Agreed by the board.")
    today = timezone.localdate(now)
    _budgets(actors, today)
    first = quarter_of(today - timedelta(days=365))
    last = first
    for _ in range(7):
        last = last.next
    partners = [
        NewPartner("Council", D(50), commits=(D(40000),) * 8),
        NewPartner("Police", D(20), commits=(D(9625),) * 8),
        NewPartner("Health", D(20), commits=(D(12000),) * 8),
        NewPartner("Ashworth Impact Fund", D(10), commits=(D(15000), D(15000))),
    ]
    make_agreement(
        commissioner, HERE, name="Ashworth families", footing="shadow", sharing="fixed_shares", first=first, last=last,
        partners=partners,
    )  # fmt: skip
    _plan(commissioner, today)
    return _bought(actors["key.worker"])


def _budgets(actors: Mapping[str, Actor], today: date) -> None:
    commissioner, year = actors["commissioner"], quarter_of(today).year
    officer = commissioner.post
    whole = make_budget(
        commissioner, HERE, year=year, name="Ashworth families", footing="aligned", accountable_officer=officer
    )
    north = make_budget(
        commissioner, NORTH, year=year, name="Ashworth North", footing="shadow", accountable_officer=officer,
        fund_limit=D(150), fund_approver=actors["team.manager"].post,
    )  # fmt: skip
    lines = {
        "team": (whole, "cash", "Council", "Key workers of both locality teams", D("198400.00"), {}),
        "officer": (whole, "staff", "Police", "One officer, seconded", D("38500.50"), {}),
        "grant": (
            whole,
            "grant_in_advance",
            "Ashworth Impact Fund",
            "Grant in advance, repaid by savings",
            D(60000),
            {},
        ),
        "rooms": (north, "buildings", "Health", "Rooms in the health centre", D("9600.00"), {"is_shared": True}),
        "mentors": (north, "volunteers", "The Bridge Project", "Family mentors' time", D("7250.00"), {}),
        "shares": (north, "community_shares", "North Residents", "Community shares in the breakfast club", D(3000), {}),
        "fund": (north, "cash", "Council", "Family fund", D("5000.00"), {"is_fund": True}),
    }
    keys = {
        name: add_budget_line(commissioner, budget, kind=kind, partner=partner, words=words, planned=planned, **more)
        for name, (budget, kind, partner, words, planned, more) in lines.items()
    }
    for name, kind, gbp, words in (
        ("team", "paid", "49583.33", "The quarter's pay"),
        ("team", "promised", "49583.33", "The next quarter's pay"),
        ("officer", "paid", "9625.13", "A quarter of an officer's time"),
        ("rooms", "paid", "2400.00", "A quarter's rooms"),
        ("mentors", "paid", "1812.50", "Mentors' hours"),
    ):
        record_budget_entry(
            commissioner, lines[name][0], line=keys[name], kind=kind, gbp=D(gbp), falls_on=today, words=words
        )


def _plan(commissioner: Actor, today: date) -> None:
    plan = make_operational_plan(
        commissioner, HERE, name="One offer for families", purpose="One front door, one key worker, one plan for each "
        "family, and one account of what it costs and who gains.",
    )  # fmt: skip

    def add(kind: str, heading: str, **facts: object) -> int:
        return add_plan_part(commissioner, plan, kind=kind, heading=heading, **facts)  # type: ignore[arg-type]

    def days(ahead: int) -> date:
        return today + timedelta(days=ahead)

    school = add("outcome", "Children in school", words="Absence under 10% for two terms, of nine in ten children")
    home = add("outcome", "Fewer families in crisis", words="Police incidents a family and year, halved in two years")
    coach = add("service", "Family coaching", who="The Bridge Project", under=home)
    club = add("service", "Breakfast club", who="Hill School and North Residents", under=school)
    add("chain", "Front door hands over within one working day", who="Screener, Ashworth Council", under=coach)
    add("chain", "Coach visits within a week", who="Family mentor", under=coach)
    add("chain", "School names who needs it", who="Head of year", under=club)
    gap = add("gap", "Nobody works with fathers in the evenings", who="The Bridge Project")
    team = add("milestone", "Both locality teams in place", who="Ashworth Council", day=days(-40))
    add("milestone", "First families a year after support", who="Ashworth Council", day=days(150))
    barrier = add("barrier", "Records of benefits come by post", who="Jobcentre Plus, national office", day=days(-120))
    add("barrier", "Two consent forms for one family", who="Ashworth Health Trust", day=days(-30))
    add("seat", "Chair of the board", who="Fiona Adair, Ashworth Council")
    add("seat", "Accountable officer for the aligned budget", who="Fiona Adair, Ashworth Council")
    add("decision", "The second locality team is approved", who="The board", day=days(-45))
    for part, state, words, ago in (
        (team, "done", "South began last month.", 35),
        (barrier, "open", "The office asked for a data agreement; a draft is with its lawyers.", 80),
        (barrier, "done", "Signed. A file comes by secure transfer each month.", 20),
        (gap, "open", "A mentor is found for Thursdays.", 10),
    ):
        tell_plan_part(commissioner, part, state=state, words=words, happened_on=days(-ago))


def _bought(worker: Actor) -> int:
    """A few things within the limit, and one beyond it that waits for the approver."""
    items = list(fund_items().values())
    bought = 0
    for row in my_families(worker).rows:
        fund = family_fund(worker, row.reference)
        if not fund.may_buy or not fund.actions or bought > len(items) - 2:
            continue
        what, gbp = items[bought]
        buy_from_fund(worker, row.reference, action=fund.actions[0].id, what=what, gbp=gbp)
        bought += 1
    return bought
