"""Who helps: team, services and agencies that know of them, drawn and told of what the reader may see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency
from agencies.refusals import Invalid, NotFound
from cases.models import Occurrence, Whereabouts
from cases.operations.import_directory import import_directory
from cases.operations.record_whereabouts import record_whereabouts
from cases.operations.refer_to_service import record_service_news, refer_to_service
from cases.pictures.ecomap import narrow, wide
from cases.selectors.directory import directory
from cases.selectors.ecomap import Tie, ecomap
from cases.selectors.genogram import genogram
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import allocated, planned

TODAY = timezone.localdate()


@pytest.fixture
def world(cast):
    sign_rulebook()
    rows = [{"id": name, "name": name, "organization": {"name": "The Bridge"}, "assured_date": TODAY.isoformat()}
            for name in ("Breakfast club", "Haven")]  # fmt: skip
    import_directory(cast.administrator, "north", rows, place="ashworth", source="x.json")
    return planned(cast)


def told(cast, world, by=None):
    return {one.name: one for one in ecomap(by or cast.key_worker, world.reference).helpers}


def happened(category, subject, supplier, days=20):
    Occurrence.objects.create(
        subject_id=subject, supplier=Agency.objects.get(reference=supplier), category=category, code="x",
        starts_on=TODAY - timedelta(days=days),
    )  # fmt: skip


def test_the_team_is_there_with_the_key_worker_closest(cast, world):
    found = list(told(cast, world).values())
    assert [one.tie for one in found] == [Tie.CLOSE, Tie.WORKING, Tie.WORKING, Tie.WORKING]


def test_a_service_comes_closer_as_it_goes_on_and_leaves_when_it_ends(cast, world):
    offers = {row.name: row.id for row in directory(cast.key_worker).rows}
    referral = refer_to_service(
        cast.key_worker, world.reference, entry=offers["Breakfast club"], need="education", agreed=True,
        about=world.child,
    )  # fmt: skip
    assert told(cast, world)["Breakfast club"].tie == Tie.BEGINNING
    for state, tie in (("accepted", Tie.BEGINNING), ("attended", Tie.WORKING)):
        record_service_news(cast.key_worker, world.reference, referral, state=state, happened_on=TODAY)
        assert told(cast, world)["Breakfast club"].tie == tie
    record_service_news(cast.key_worker, world.reference, referral, state="ended", result="helped", happened_on=TODAY)
    assert "Breakfast club" not in told(cast, world)


def test_an_agency_that_told_of_them_lately_knows_of_them_as_far_as_the_reader_may_know(cast, world):
    before = told(cast, world)
    happened("housing", world.parent, _housing(), days=400)
    happened("mental_health", world.parent, _housing())
    assert told(cast, world).keys() == before.keys()
    happened("housing", world.parent, _housing())
    (new,) = told(cast, world).keys() - before.keys()
    assert told(cast, world)[new].tie == Tie.KNOWN


def _housing():
    return Agency.objects.filter(kind="housing").values_list("reference", flat=True)[0]


@pytest.mark.parametrize("people", [3, 14])
def test_the_page_takes_at_most_twenty_queries(cast, client, people):
    sign_rulebook()
    world = allocated(cast, people=people)
    for subject in world.members:
        happened("housing", subject, _housing())
    sign_in(client, cast.key_worker)
    address = reverse("cases:ecomap", args=[world.reference])
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) <= 20


@pytest.mark.parametrize("helpers", range(10))
def test_no_two_cards_of_a_map_lie_on_one_another(helpers):
    for wheel in (wide(helpers), narrow(helpers)):
        x, y, width, height = wheel.family
        boxes = [(x, y, width, height), *((one.x, one.y, one.width, one.height) for one in wheel.spokes)]
        assert len(wheel.spokes) == helpers
        for place, (x, y, width, height) in enumerate(boxes):
            assert x >= 0 and x + width <= wheel.width and y >= 0 and y + height <= wheel.height
            for left, top, broad, high in boxes[:place]:
                assert x >= left + broad or left >= x + width or y >= top + high or top >= y + height
    assert narrow(helpers).width <= 356


def test_where_somebody_lives_now_makes_a_second_home(cast, world):
    assert len(genogram(cast.key_worker, world.reference).homes) == 1
    record_whereabouts(cast.key_worker, world.reference, world.child, address="2 Low Road", postcode="wx1 1aa")
    homes = genogram(cast.key_worker, world.reference).homes
    assert [home.address for home in homes][-1] == "2 Low Road, WX1 1AA" and len(homes) == 2
    assert Whereabouts.objects.filter(person=world.child).count() == 2
    for facts in ({"address": ""}, {"address": "x" * 301}, {"address": "1 High St", "postcode": "x" * 11}):
        with pytest.raises(Invalid):
            record_whereabouts(cast.key_worker, world.reference, world.child, **facts)
    with pytest.raises(NotFound):
        record_whereabouts(cast.key_worker, world.reference, allocated(cast, number=1).child, address="2 Low Road")
