"""Rollups: worked out anew where a family's ledger, members or support changed, and equal to a full recount."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.models import Agency, JournalEntry, Place
from agencies.refusals import Invalid, NotAllowed
from cases.intake.operations.mark_posted import mark_posted
from cases.models import Case, Extract, Family, FamilyMember, Occurrence, Person
from datasharing.operations import anchor_subject
from outcomes.models import CostRollup
from outcomes.operations.post_costs import post_costs
from outcomes.operations.refresh_rollups import Refreshed, refresh_rollups
from outcomes.rollups import read, written
from outcomes.selectors import overview_measures as measures
from outcomes.selectors.overview_money import CostTallies, costs
from outcomes.selectors.support_windows import last_day_of_data, shown_catalogue
from tests.cast import Cast
from tests.kept import once
from tests.outcomes.tables.ledger_world import covered
from tests.outcomes.tables.overview_world import families, noon


@pytest.fixture
def place(cast: Cast) -> Cast:
    """Six families, one of them still supported, with costs posted and rolled up."""

    def make() -> None:
        covered()
        families(cast, 4)
        families(cast, 1, state="planned", place="ashworth/south")
        families(cast, 1, incidents=())
        post_costs(None)
        refresh_rollups(None, "ashworth")

    once("six families rolled up", make)
    return cast


def tallies() -> CostTallies:
    here, catalogue = Place.objects.get(path="ashworth"), shown_catalogue()
    last_day = last_day_of_data("ashworth")
    assert catalogue and last_day
    standing = measures.standings(here)
    return costs(standing, catalogue, last_day, list(standing))


def recounted() -> CostTallies:
    CostRollup.objects.all().delete()
    refresh_rollups(None, "ashworth")
    return tallies()


def happened(person: object, code: str = "police.arrest", on: date = date(2024, 12, 5)) -> Occurrence:
    return Occurrence.objects.create(
        subject_id=person, supplier=Agency.objects.get(reference="ashworth-police"), category="crime", code=code,
        starts_on=on,
    )  # fmt: skip


def first() -> Case:
    return Case.objects.order_by("pk")[0]


def member(case: Case) -> FamilyMember:
    found: FamilyMember = case.family.members.get()
    return found


def an_arrest() -> None:
    happened(member(first()).person_id)
    post_costs(None)


def a_row_is_moved_to_another_person() -> None:
    other = member(Case.objects.order_by("pk")[1]).person_id
    row = Occurrence.objects.filter(subject_id=member(first()).person_id, code="police.domestic_abuse_incident")[0]
    Occurrence.objects.filter(pk=row.pk).update(subject_id=other, posted_at=None)
    post_costs(None)


def somebody_joins() -> None:
    person = Person.objects.create(
        subject=anchor_subject(None),
        given_name="Tom", family_name="Orme", supplier=Agency.objects.get(reference="ashworth-council"),
    )  # fmt: skip
    FamilyMember.objects.create(family=first().family, person=person, role="child", joined_on=date(2024, 10, 1))
    happened(person.pk)
    post_costs(None)


def somebody_leaves() -> None:
    FamilyMember.objects.filter(pk=member(first()).pk).update(left_on=date(2024, 11, 1))


def support_ends() -> None:
    Case.objects.filter(state="planned").update(state="closed", closed_at=noon(date(2025, 3, 1)), outcome="partly")


def a_row_is_taken_back() -> None:
    rows = Occurrence.objects.filter(subject_id=member(first()).person_id, code="police.domestic_abuse_incident")
    row = rows[0]
    row.ledger_lines.all().delete()
    row.delete()


CHANGES: dict[str, tuple[Callable[[], None], int]] = {
    "an arrest": (an_arrest, 1),
    "a row is moved to another person": (a_row_is_moved_to_another_person, 2),
    "somebody joins": (somebody_joins, 1),
    "somebody leaves": (somebody_leaves, 1),
    "support ends": (support_ends, 1),
    "a row is taken back": (a_row_is_taken_back, 1),
}
"""What changes, and how many families it touches."""


def test_a_second_refresh_touches_nothing(place: Cast) -> None:
    assert refresh_rollups(None, "ashworth") == Refreshed(families=6, touched=0, left=0)
    assert CostRollup.objects.count() == 6


@pytest.mark.parametrize("what", CHANGES)
def test_a_refresh_touches_what_changed_alone_and_equals_a_full_recount(place: Cast, what: str) -> None:
    change, number = CHANGES[what]
    kept = dict(CostRollup.objects.values_list("case_id", "stamp"))
    change()
    assert refresh_rollups(None, "ashworth").touched == number
    now = dict(CostRollup.objects.values_list("case_id", "stamp"))
    assert sum(now[case] != stamp for case, stamp in kept.items()) == number
    refreshed = tallies()
    assert refreshed.cost and refreshed.trend
    assert refreshed == recounted()


def test_more_days_of_data_touch_the_families_whose_windows_they_lengthen(place: Cast) -> None:
    Extract.objects.update(covers_to=Extract.objects.values_list("covers_to", flat=True)[0] + timedelta(days=1))
    assert refresh_rollups(None, "ashworth").touched == 1, "the one that is still supported"


def test_what_waits_to_be_posted_again_is_taken_up_when_it_was(place: Cast) -> None:
    row = Occurrence.objects.filter(code="jcp.out_of_work_benefit")[0]
    mark_posted([row.pk], at=timezone.now() + timedelta(minutes=1))
    assert refresh_rollups(None, "ashworth").touched == 1


def test_a_long_refresh_goes_in_steps(place: Cast) -> None:
    CostRollup.objects.all().delete()
    steps = [refresh_rollups(None, "ashworth", at_most=4) for _ in range(3)]
    assert [(one.touched, one.left) for one in steps] == [(4, 2), (2, 0), (0, 0)]


def test_a_family_that_moves_to_another_case_leaves_no_rollup_behind(place: Cast) -> None:
    family: Family = first().family
    Case.objects.filter(pk=first().pk).update(state="closed")
    Case.objects.create(family=family, level_of_need=3, intensity="advice", opened_at=timezone.now(), state="opened")
    assert refresh_rollups(None, "ashworth").families == 5
    assert CostRollup.objects.count() == 5


def test_who_may_refresh_and_where(place: Cast) -> None:
    with pytest.raises(NotAllowed):
        refresh_rollups(place.key_worker, "ashworth")
    with pytest.raises(Invalid, match="your own place"):
        refresh_rollups(place.claims_officer, "brindle")
    assert refresh_rollups(place.claims_officer, "ashworth").touched == 0
    assert not JournalEntry.objects.filter(event="rollups.refreshed", post_id=place.claims_officer.post).exists()


def test_what_is_written_is_what_is_read() -> None:
    arrest = ["crime", "2026-01-02", "2026-02-02", "arrest"]
    found = {
        "windows": {"before": {"police": "12.30"}},
        "quarters": {"2026-06-30": {"council": "0.01"}},
        "breaks": [["work", "2026-01-02", None, "out of work"], arrest],
    }
    assert written(read(found)) == found
