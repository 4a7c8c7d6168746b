"""Investment agreements and the operational plan: refusals in words, quarters settled once, by published figures."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from agencies.models import Place
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from outcomes.budgets.operations.keep_plan import add_plan_part, make_operational_plan, tell_plan_part
from outcomes.budgets.operations.make_agreement import NewPartner, close_agreement_quarter, make_agreement
from outcomes.budgets.quarters import as_number, from_number, quarter_of, read_quarter
from outcomes.budgets.selectors.agreement import agreement, agreements
from outcomes.budgets.selectors.operational_plan import operational_plan, operational_plans
from outcomes.costing.agreements import CannotAgree, Quarter
from outcomes.models import Catalogue, Cell, Edition, InvestmentAgreement, SettledPartner
from tests.cast import Cast
from tests.outcomes.money.money_world import D, a_budget, a_line
from tests.outcomes.money.test_budgets_kept import pay
from tests.world_casework import in_days

FIRST, LAST = Quarter(2024, 1), Quarter(2024, 4)
FIXED = (
    NewPartner("Council", D(50), commits=(D(600), D("0.10"))),
    NewPartner("Police", D(30), commits=(D(300),)),
    NewPartner("Ashworth Impact Fund", D(20), commits=(D(100),)),
)


def agree(cast: Cast, place: str = "ashworth", **facts: Any) -> str:
    given: dict[str, Any] = {
        "name": "Ashworth", "footing": "shadow", "sharing": "fixed_shares", "first": FIRST, "last": LAST,
        "partners": FIXED,
    }  # fmt: skip
    return make_agreement(cast.commissioner, place, **given | facts)


def published(gains: dict[str, Decimal | None]) -> Edition:
    """An edition of Ashworth that says what partners gained in a year; None is withheld."""
    now = timezone.now()
    catalogue = Catalogue.objects.create(version="2025-04", digest="0", base_year="2024-25", loaded_at=now)
    edition = Edition.objects.create(
        place=Place.objects.get(path="ashworth"), published_at=now, covers_to=now.date(), catalogue=catalogue
    )
    cells = [("gains", "all", row, "gbp", value) for row, value in gains.items()]
    cells += [
        ("supported", "all", "after", "families", D(100)),
        ("supported", "tier:intensive", "after", "families", D(25)),
    ]
    Cell.objects.bulk_create(
        Cell(edition=edition, table=table, band=band, row=row, column=column, value=value, withheld=value is None)
        for table, band, row, column, value in cells
    )
    return edition


def test_quarters_are_read_in_words_and_stand_in_a_row() -> None:
    assert read_quarter("2026-27 q1") == read_quarter("2026 Q1") == Quarter(2026, 1)
    assert [str(quarter_of(in_days(0).replace(month=month, day=1))).split()[1] for month in (3, 4, 12)] == [
        "Q4",
        "Q1",
        "Q3",
    ]
    assert all(
        from_number(as_number(one)) == one and as_number(one.next) == as_number(one) + 1 for one in (FIRST, LAST)
    )
    for words in ("2026-28 Q1", "Q1", "2026-27 Q5"):
        with pytest.raises(CannotAgree, match="Write a quarter as"):
            read_quarter(words)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"partners": FIXED[:2]}, "add up to 100%; they add up to 80%"),
        ({"partners": FIXED[:1]}, "two partners at least"),
        ({"footing": "pooled"}, "Pooled money needs a host"),
        ({"sharing": "first_loss"}, "First loss needs a partner who stands it"),
        ({"last": Quarter(2023, 4)}, "comes before the first"),
        ({"partners": (*FIXED[:2], NewPartner("Health", D(20), commits=(D(1),) * 5))}, "outside the agreement"),
        ({"partners": (*FIXED, NewPartner("council"))}, "named twice"),
        ({"tier": "some"}, "Choose an intensity"),
        ({"place": "brindle"}, "own place"),
    ],
)
def test_what_cannot_be_agreed_is_refused_in_words(cast: Cast, facts: dict[str, Any], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        agree(cast, **facts)
    assert not InvestmentAgreement.objects.exists()


def test_two_agreements_for_the_same_families_at_the_same_time_are_refused(cast: Cast) -> None:
    agree(cast, tier="intensive")
    with pytest.raises(Invalid, match="runs at the same time for the same families"):
        agree(cast, "ashworth/north")
    agree(cast, tier="outreach")
    agree(
        cast,
        first=Quarter(2025, 1),
        last=Quarter(2025, 1),
        partners=[NewPartner("Council", D(50)), NewPartner("Fund", D(50))],
    )
    assert len(agreements(cast.commissioner).rows) == 3 and agreements(cast.outsider).rows == ()


def test_a_quarter_is_settled_once_by_the_published_figures_and_what_passes_adds_up_to_nought(cast: Cast) -> None:
    reference = agree(cast)
    held = a_budget(cast, "ashworth", year=2024, fund_limit=None, fund_approver=None)
    pay(cast, held, a_line(cast, held, partner="Ashworth Impact Fund"), "55.05", falls_on=FIRST.first_day)
    with pytest.raises(Refused, match="Nothing is published"):
        close_agreement_quarter(cast.commissioner, reference, quarter=FIRST)
    edition = published({"police": D(1001), "council": D(-400), "health": D(5000)})
    with pytest.raises(Refused, match="2024-25 Q1 has to be closed before"):
        close_agreement_quarter(cast.commissioner, reference, quarter=FIRST.next)
    close_agreement_quarter(cast.commissioner, reference, quarter=FIRST)
    rows = {row.partner.partner: row for row in SettledPartner.objects.select_related("partner")}
    assert (rows["police"].gained, rows["council"].gained) == (D("250.25"), D(-100))
    assert (rows["police"].due, rows["council"].due, rows["Ashworth Impact Fund"].due) == (
        D("45.07"),
        D("75.13"),
        D("30.05"),
    )
    assert rows["Ashworth Impact Fund"].put_in == D("55.05") and rows["council"].committed == D(600)
    assert sum(row.passes for row in rows.values()) == 0
    with pytest.raises(Refused, match="closed once"):
        close_agreement_quarter(cast.commissioner, reference, quarter=FIRST)
    close_agreement_quarter(cast.commissioner, reference, quarter=FIRST.next)
    sheet = agreement(cast.commissioner, reference)
    assert [one.words for one in sheet.closed] == ["2024-25 Q1", "2024-25 Q2"] and sheet.closed[0].edition == edition.pk
    for partner in range(3):
        passed = sum(one.rows[partner].passes for one in sheet.closed)
        assert passed == sheet.closed[1].rows[partner].due - sheet.closed[1].rows[partner].gained
    assert sheet.closable == "2024-25 Q3"
    early = timezone.make_aware(datetime(2024, 7, 1, 12))
    with pytest.raises(Refused, match="not over yet"):
        close_agreement_quarter(cast.commissioner, reference, quarter=Quarter(2024, 3), on=early)
    with pytest.raises(NotFound):
        agreement(cast.outsider, reference)


def test_what_is_withheld_is_not_shared_and_an_intensity_has_its_share_of_families(cast: Cast) -> None:
    mine = agree(cast, tier="intensive")
    published({"police": D(1000), "council": None})
    assert "withheld" in agreement(cast.commissioner, mine).why_not
    Cell.objects.filter(row="council").update(value=D(0), withheld=False)
    now = agreement(cast.commissioner, mine).now
    assert now is not None and {row.words: row.gained for row in now.rows}["Police"] == D("62.50")


def test_an_operational_plan_is_kept_part_by_part(cast: Cast, as_the_app: None) -> None:
    plan = make_operational_plan(cast.commissioner, "ashworth/north", name="North", purpose="One offer for families.")
    with pytest.raises(Refused, match="has its operational plan already"):
        make_operational_plan(cast.commissioner, "ashworth/north", name="North", purpose="Again.")

    def add(kind: str, heading: str, **facts: Any) -> int:
        return add_plan_part(cast.commissioner, plan, kind=kind, heading=heading, **facts)

    outcome = add("outcome", "Children in school")
    service = add("service", "Family coaching", who="The Bridge Project", under=outcome)
    add("chain", "Coach visits", who="Coach", under=service)
    barrier = add("barrier", "Data on benefits", who="The department", day=in_days(-10))
    late = add("milestone", "Team in place", who="Council", day=in_days(-1))
    for kind, facts, words in (
        ("chain", {"who": "x", "under": outcome}, "Choose the service"),
        ("chain", {"who": "x"}, "Choose the service"),
        ("service", {"who": "x", "under": barrier}, "Choose an outcome"),
        ("service", {}, "who provides it"),
        ("barrier", {"who": "x"}, "day on which it was raised"),
        ("barrier", {"who": "x", "day": in_days(1)}, "today or in the past"),
        ("barrier", {"day": in_days(0)}, "with whom it was raised"),
        ("wish", {}, "Choose a part"),
    ):
        with pytest.raises(Invalid, match=words):
            add(kind, "Something", **facts)
    tell = {"state": "done", "words": "A gateway was opened.", "happened_on": in_days(0)}
    for change, words in (
        ({"state": "x"}, "how it stands"),
        ({"words": " "}, "what came of it"),
        ({"happened_on": in_days(-11)}, "before the barrier"),
    ):
        with pytest.raises(Invalid, match=words):
            tell_plan_part(cast.commissioner, barrier, **tell | change)
    assert operational_plans(cast.commissioner).rows[0].barriers_open == 1
    tell_plan_part(cast.commissioner, barrier, **tell)
    head = operational_plans(cast.commissioner).rows[0]
    assert (head.barriers_open, head.milestones_late, head.parts) == (0, 1, 5)
    sheet = operational_plan(cast.internal_auditor, plan)
    assert sheet.group("barrier").rows[0].news[0].words == "A gateway was opened."
    assert sheet.group("milestone").rows[0].id == late and not sheet.group("milestone").rows[0].may_tell
    with pytest.raises(Refused, match="Nothing is told"):
        tell_plan_part(cast.commissioner, outcome, **tell)
    with pytest.raises(NotFound):
        tell_plan_part(cast.outsider, barrier, **tell)
    with pytest.raises(NotAllowed):
        add_plan_part(cast.internal_auditor, plan, kind="gap", heading="x")
