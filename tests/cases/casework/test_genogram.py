"""Who is whose: recorded, ended, withdrawn, refused in words; drawn from what the reader may see and nothing else."""

import re
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.models import JournalEntry
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.kinship import Kin
from cases.models import Kinship, Person
from cases.operations.add_member import add_member
from cases.operations.record_death import record_death
from cases.operations.record_kinship import end_kinship, record_kinship, withdraw_kinship
from cases.selectors.genogram import genogram
from cases.selectors.people import age_on
from datasharing.models import FamilyFile
from datasharing.operations.restrictions import set_restriction
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import allocated, in_days

TODAY = timezone.localdate()


@pytest.fixture
def world(cast):
    return allocated(cast, people=5)


def say(cast, world, kind, one, *others, by=None, **facts):
    return record_kinship(by or cast.key_worker, world.reference, kind=kind, one=one, others=others, **facts)


def told(cast, world, by=None):
    return genogram(by or cast.key_worker, world.reference)


def seal(cast, world, subject, categories=("identity",)):
    """Sealed, with two custodians; the key worker is not among those named."""
    return set_restriction(
        cast.da_adviser, subject, kind="sealed", categories=categories, reason="Hidden from a violent partner.",
        named=[], custodians=[cast.da_adviser.post, cast.team_manager.post],
        confirm_by=timezone.now() + timedelta(days=1), review_on=in_days(30),
        family=FamilyFile.objects.get(reference=world.reference).pk,
    )  # fmt: skip


def test_a_parent_of_several_at_once_and_the_siblings_that_follow(cast, world):
    mum, dad, *children = world.members
    say(cast, world, "birth", mum, *children, told_by="person")
    say(cast, world, "birth", dad, children[0])
    sheet = told(cast, world)
    first = sheet.relative(children[0])
    assert [len(first.parents), len(first.siblings), sheet.generations] == [2, 2, 2]
    assert all("(half)" in one for one in first.siblings)
    assert {row.row.told_by_words for row in sheet.records} == {"The person themselves", "A practitioner"}
    assert sheet.apart == ()
    entry = JournalEntry.objects.filter(event="family.kinship_recorded").first()
    assert set(entry.subjects) == {mum, *children}


def test_what_changes_ends_as_the_new_begins_and_what_was_wrong_is_shown_to_nobody(cast, world):
    mum, dad, *_ = world.members
    say(cast, world, "married", mum, dad, starts_on=in_days(-900))
    (apart,) = say(cast, world, "separated", dad, mum, starts_on=in_days(-30))
    sheet = told(cast, world)
    assert [(row.row.ends_on, row.row.goes_on) for row in sheet.records] == [(in_days(-30), False), (None, True)]
    assert sheet.relative(mum).partners == (f"{Person.objects.get(pk=dad).given_name} Orme (separated)",)
    withdraw_kinship(cast.key_worker, world.reference, apart)
    assert len(told(cast, world).records) == 1 and Kinship.objects.count() == 2
    with pytest.raises(NotFound):
        withdraw_kinship(cast.key_worker, world.reference, apart)


def test_a_foster_placement_ends_on_a_day_and_a_birth_does_not(cast, world):
    mum, dad, child, *_ = world.members
    (fostered,) = say(cast, world, "foster", mum, child, starts_on=in_days(-100))
    (born,) = say(cast, world, "birth", dad, child)
    for day in (in_days(1), in_days(-200)):
        with pytest.raises(Invalid):
            end_kinship(cast.key_worker, world.reference, fostered, ends_on=day)
    end_kinship(cast.key_worker, world.reference, fostered, ends_on=in_days(-2))
    with pytest.raises(Refused, match="has ended already"):
        end_kinship(cast.key_worker, world.reference, fostered, ends_on=in_days(-2))
    with pytest.raises(Refused, match="by birth stays one"):
        end_kinship(cast.key_worker, world.reference, born, ends_on=in_days(-2))
    assert Kinship.objects.get(pk=fostered).category == "social_care"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "sibling"}, "kind"),
        ({"told_by": "a dream"}, "told_by"),
        ({"others": []}, "others"),
        ({"kind": "married", "others": [1, 2]}, "others"),
        ({"kind": "step", "starts_on": in_days(2)}, "starts_on"),
        ({"kind": "step", "starts_on": in_days(-9000)}, "starts_on"),
        ({"kind": "birth", "starts_on": in_days(-30)}, "starts_on"),
        ({"others": [0]}, "others"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(cast, world, facts, field):
    given = {"kind": "birth", "one": world.parent, "others": [2]} | facts
    given["others"] = [world.members[number] for number in given["others"]]
    with pytest.raises(Refused) as refused:
        record_kinship(cast.key_worker, world.reference, **given)
    assert refused.value.field == field
    assert not Kinship.objects.exists()


def test_only_people_of_the_family_and_only_by_whom_it_is_for(cast, world):
    other = allocated(cast, number=1)
    with pytest.raises(Invalid, match="belong to this family"):
        say(cast, world, "birth", world.parent, other.child)
    with pytest.raises(NotAllowed):
        say(cast, world, "birth", world.parent, world.child, by=cast.police)
    with pytest.raises(NotFound):
        say(cast, world, "birth", world.parent, world.child, by=cast.outsider)
    (theirs,) = record_kinship(cast.key_worker, other.reference, kind="birth", one=other.parent, others=[other.child])
    with pytest.raises(NotFound):
        withdraw_kinship(cast.key_worker, world.reference, theirs)


def test_a_death_is_recorded_corrected_and_refused_where_it_cannot_be(cast, world):
    born = Person.objects.get(pk=world.parent).date_of_birth
    for day in (in_days(1), born - timedelta(days=1)):
        with pytest.raises(Invalid):
            record_death(cast.key_worker, world.reference, world.parent, died_on=day)
    record_death(cast.key_worker, world.reference, world.parent, died_on=in_days(-3))
    assert told(cast, world).relative(world.parent).member.died_on.value == in_days(-3)
    assert world.parent not in {one for home in told(cast, world).homes for one in home.people}
    record_death(cast.key_worker, world.reference, world.parent, died_on=in_days(-800))
    dead = told(cast, world).relative(world.parent).member
    assert dead.date_of_birth.value and dead.age == age_on(dead.date_of_birth.value, in_days(-800)), (
        "nobody grows older"
    )
    record_death(cast.key_worker, world.reference, world.parent, died_on=None)
    assert told(cast, world).relative(world.parent).member.died_on.value is None
    with pytest.raises(NotFound):
        record_death(cast.key_worker, world.reference, allocated(cast, number=1).parent, died_on=None)


def test_adoption_and_fostering_are_social_care_and_stay_closed_to_whom_that_is_closed(cast, world):
    sign_rulebook()
    mum, dad, child, *_ = world.members
    say(cast, world, "birth", mum, child)
    say(cast, world, "adoptive", dad, child)
    assert {row.row.link.kind for row in told(cast, world).records} == {"birth", "adoptive"}
    assert {row.row.link.kind for row in told(cast, world, cast.police).records} == {"birth"}


@pytest.mark.parametrize("people", [3, 14])
def test_everybody_linked_takes_as_few_queries_whatever_the_family(cast, client, people):
    world = allocated(cast, people=people)
    mum, dad, *children = world.members
    for parent in (mum, dad):
        say(cast, world, "birth", parent, *children)
    say(cast, world, "divorced", mum, dad)
    sign_in(client, cast.key_worker)
    _page(client, world)
    with CaptureQueriesContext(connection) as queries:
        _page(client, world)
    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) <= 20


def test_the_api_records_and_tells_the_same(cast, client, world):
    sign_in(client, cast.key_worker)
    body = {"kind": "birth", "one": str(world.parent), "others": [str(world.child)]}
    address = f"/api/v1/families/{world.reference}/genogram/"
    made = client.post(address, body, content_type="application/json")
    assert made.status_code == 201, made.content
    assert client.post(address, body, content_type="application/json").status_code == 409
    told_there = client.get(address).json()
    assert [len(told_there[name]) for name in ("relatives", "records", "homes")] == [5, 1, 1]
    helpers = client.get(f"/api/v1/families/{world.reference}/who-helps/").json()["helpers"]
    assert [helpers[0]["tie"], len(helpers)] == ["close", 4]
    assert client.get(f"/api/v1/families/{world.reference}/documents/").json()["rows"] == []


# A sealed person leaves no gap


def _page(client, world):
    found = client.get(reverse("cases:genogram", args=[world.reference]))
    assert found.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found.content.decode())


@pytest.mark.parametrize("seed", range(4))
def test_the_page_is_the_same_bytes_whether_or_not_somebody_sealed_is_there(cast, client, seed):
    """Anybody's kin: parents, partners, children of those who show, and of one another."""
    dice = Random(seed)
    world = allocated(cast, people=6)
    mum, dad, *children = world.members
    say(cast, world, "birth", mum, *children[:3])
    if dice.random() < 0.7:
        say(cast, world, "separated", mum, dad)
        say(cast, world, "birth", dad, *children[: dice.randrange(1, 4)])
    sign_in(client, cast.key_worker)
    before = _page(client, world)
    hidden = [
        add_member(
            cast.key_worker, world.reference, role=dice.choice(["grandparent", "child", "adult"]),
            given_name="Hidden", family_name=f"Shade{number}", date_of_birth=in_days(-365 * dice.randrange(1, 90)),
        )
        for number in range(2)
    ]  # fmt: skip
    everybody = [*world.members, *hidden]
    for _ in range(8):
        one, other = dice.choice(hidden), dice.choice(everybody)
        if one != other:
            pair = (one, other) if dice.random() < 0.5 else (other, one)
            Kinship.objects.create(
                one_id=pair[0], other_id=pair[1], kind=dice.choice(Kin.values), supplier_id=cast.key_worker.agency,
                recorded_by_id=cast.key_worker.post, recorded_at=timezone.now(),
            )  # fmt: skip
    assert _page(client, world) != before
    for subject in hidden:
        seal(cast, world, subject, ["identity"])
    assert _page(client, world) == before


def test_no_refusal_tells_of_somebody_sealed(cast, world):
    """A ring through a hidden person, and a second parent who is hidden, are no reason to refuse."""
    mum, dad, child, *_ = world.members
    hidden = add_member(cast.key_worker, world.reference, role="adult", given_name="Nobody", family_name="Here")
    say(cast, world, "adoptive", child, hidden)
    say(cast, world, "step", hidden, mum)
    seal(cast, world, hidden)
    say(cast, world, "birth", mum, child)
    with pytest.raises(Invalid, match="belong to this family"):
        say(cast, world, "birth", hidden, dad)
    assert len(told(cast, world).records) == 1
    assert {card.key for card in told(cast, world).wide.cards} == {mum, child}
