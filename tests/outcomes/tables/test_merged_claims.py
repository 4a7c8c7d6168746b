"""Two records that were both claimed for: the earlier claim stands, the later is taken back first; nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.refusals import Refused
from cases.operations.merge_families import merge_families
from cases.operations.part_families import part_families
from cases.selectors.merging import merge_preview
from datasharing import grants
from datasharing.models import FamilyFile
from datasharing.vocabulary import Reach
from outcomes.models import Claim
from outcomes.operations.claims import decide_claim, make_claim, pay_claim, reverse_claim
from outcomes.selectors.claims import claim_readiness
from tests.agreements import sign_rulebook
from tests.cast import Cast, sign_in
from tests.outcomes.tables.claims_world import FRAMEWORKS, sustained
from tests.world_casework import World

WHY = "Both were the record of one family."


@pytest.fixture(autouse=True)
def the_areas_own_framework(settings: Any) -> None:
    settings.FRAMEWORKS = FRAMEWORKS


@pytest.fixture
def pair(cast: Cast) -> tuple[World, World]:
    """Two records of one family, closed, whose needs have held; they have come again, to the front door and a team."""
    sign_rulebook()
    made = sustained(cast), sustained(cast, number=1)
    for file in FamilyFile.objects.filter(reference__in=[one.reference for one in made]):
        grants.give_grant(cast.team_manager, file.pk, Reach.SUPERVISION, post=cast.team_manager.post)
        grants.give_grant(cast.team_manager, file.pk, Reach.REFERRAL, post=cast.screener.post)
    return made


def officers(cast: Cast) -> tuple[Any, Any]:
    return cast.claims_officer.for_purpose("monitoring"), cast.team_manager.for_purpose("monitoring")


def claimed(cast: Cast, world: World, *, days_ago: int = 0, state: str = "paid") -> str:
    """A claim for a record, so many days ago, brought as far as `state`."""
    officer, manager = officers(cast)
    at = timezone.now() - timedelta(days=days_ago)
    reference = make_claim(officer, world.reference, result="all", on=at)
    if state != "claimed":
        decide_claim(manager, reference, approve=True, words="The pack bears it out.", on=at)
    if state == "paid":
        pay_claim(officer, reference, paid_on=timezone.localdate(at), on=at)
    return reference


def merge(cast: Cast, pair: tuple[World, World]) -> int:
    kept, gone = pair
    return merge_families(cast.team_manager, kept.reference, gone.reference, checked=True)


def held() -> list[tuple[object, ...]]:
    """Every claim with everything that it says."""
    return [
        tuple((field.name, getattr(row, field.attname)) for field in Claim._meta.concrete_fields)
        for row in Claim.objects.order_by("pk")
    ]


@pytest.mark.parametrize(
    ("earlier", "later", "stands", "step"),
    [
        ("paid", "paid", 0, "is to be taken back"),
        ("approved", "claimed", 0, "is to be refused"),
        ("paid", "approved", 0, "is to be paid and then taken back"),
        ("claimed", "paid", 1, "is to be refused"),
    ],
)
def test_the_merge_says_which_claim_goes_first_and_leads_to_it(
    cast: Cast, client: Client, pair: tuple[World, World], earlier: str, later: str, stands: int, step: str
) -> None:
    kept, gone = pair
    both = [claimed(cast, gone, days_ago=9, state=earlier), claimed(cast, kept, state=later)]
    first, back = both[stands], both[1 - stands]
    (told,) = merge_preview(cast.team_manager, kept.reference, gone.reference).claimed_twice
    assert told.words.startswith("Both were claimed for under Ashworth outcomes") and told.claim == back
    assert f"Claim {first} of " in told.words and f"claim {back} of " in told.words and step in told.words
    with pytest.raises(Refused) as refused:
        merge(cast, pair)
    assert refused.value.words == told.words
    sign_in(client, cast.team_manager)
    page = client.get(reverse("cases:merge_preview", args=[kept.reference, gone.reference])).content.decode()
    assert f'href="/claims/{back}/"' in page and told.words in page


def test_once_the_later_is_taken_back_they_are_merged_and_one_claim_stands(
    cast: Cast, pair: tuple[World, World], as_the_app: None
) -> None:
    kept, gone = pair
    officer, manager = officers(cast)
    first, later = claimed(cast, kept, days_ago=9), claimed(cast, gone)
    back = reverse_claim(manager, later, words=WHY)
    merging = merge(cast, pair)
    rows = {row.reference: row for row in Claim.objects.all()}
    assert {row.file.reference for row in rows.values()} == {kept.reference}
    assert [rows[one].turn for one in (later, back, first)] == [0, 0, 1]
    assert {row.decision_words for row in rows.values()} == {"The pack bears it out.", WHY}
    assert sum(row.gbp for row in rows.values()) == 800
    with pytest.raises(Refused, match="It was claimed under Ashworth outcomes"):
        make_claim(officer, kept.reference, result="all")
    assert {one.reference for one in claim_readiness(officer, kept.reference).claims} == set(rows)
    reverse_claim(manager, first, words=WHY)
    made = make_claim(officer, kept.reference, result="all")
    assert Claim.objects.get(reference=made).turn == 2, "after two that were taken back"
    part_families(cast.team_manager, kept.reference, merging)
    with_its_case = Claim.objects.get(reference=made).case.family.file.reference
    turns = Claim.objects.filter(reverses=None).values_list("reference", "file__reference", "turn")
    assert set(turns) == {(first, kept.reference, 0), (later, gone.reference, 0), (made, with_its_case, 1)}


@pytest.mark.parametrize("kept_first", [True, False])
def test_taken_apart_every_claim_is_as_it_was(cast: Cast, pair: tuple[World, World], kept_first: bool) -> None:
    _officer, manager = officers(cast)
    kept, gone = pair if kept_first else pair[::-1]
    refused = claimed(cast, gone, days_ago=9, state="claimed")
    decide_claim(manager, refused, approve=False, words="Too early.")
    reverse_claim(manager, claimed(cast, gone, days_ago=8), words=WHY)
    reverse_claim(manager, claimed(cast, gone, days_ago=7), words=WHY)
    reverse_claim(manager, claimed(cast, kept, days_ago=6), words=WHY)
    claimed(cast, kept, days_ago=5)
    before = held()
    merging = merge(cast, (kept, gone))
    alive = Claim.objects.filter(reverses=None).exclude(state="refused").order_by("turn")
    assert list(alive.values_list("turn", flat=True)) == [0, 1, 2, 3]
    part_families(cast.team_manager, kept.reference, merging)
    assert held() == before


def test_a_turn_changes_only_with_a_merge(cast: Cast, pair: tuple[World, World]) -> None:
    kept, _gone = pair
    claimed(cast, kept)
    with pytest.raises(DatabaseError, match="a claim stands"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE outcomes_claim SET turn = 5")
    merge(cast, pair)
    for change in ("gbp = 900, turn = 5", "decision_words = '\\x00', turn = 5", "state = 'claimed', turn = 5"):
        with pytest.raises(DatabaseError, match="a claim stands"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE outcomes_claim SET {change}")


def test_the_front_door_is_told_the_claim_and_not_led_to_it(cast: Cast, pair: tuple[World, World]) -> None:
    kept, gone = pair
    later = (claimed(cast, gone, days_ago=3), claimed(cast, kept))[1]
    (told,) = merge_preview(cast.screener, kept.reference, gone.reference).claimed_twice
    assert (told.claim, told.path) == (later, "") and later in told.words
    with pytest.raises(Refused, match=f"claim {later} of .* is to be taken back first, by a claims officer"):
        merge_families(cast.screener, kept.reference, gone.reference, checked=True)
