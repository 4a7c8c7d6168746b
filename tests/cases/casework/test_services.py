"""The directory read in, searched, and families referred to its services; what came of each."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from agencies.models import JournalEntry
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from cases.models import DirectoryAside, DirectoryEntry, ServiceNews, ServiceReferral
from cases.operations.import_directory import import_directory
from cases.operations.refer_to_service import record_service_news, refer_to_service
from cases.selectors.directory import directory, entry, feeds, signposts
from cases.selectors.plan import plan
from cases.selectors.services import services
from cases.vocabulary import HelpState
from tests.agreements import sign_rulebook
from tests.cast import Cast, sign_in
from tests.world_casework import World, planned

TODAY = timezone.localdate()


def row(number: int, **facts: Any) -> dict[str, Any]:
    usual = {"id": f"s{number}", "name": f"Help {number}", "organization": {"name": "The Bridge Project"}}
    return usual | {"assured_date": TODAY.isoformat()} | facts


ROWS = [
    row(1, name="Breakfast club", attributes=[{"taxonomy_term": {"name": "School"}}], minimum_age=5, maximum_age=11),
    row(2, name="Clear Way", attributes=[{"name": "Alcohol"}], minimum_age=18, description="Help with drinking"),
    row(3, name="Haven", attributes=[{"name": "Domestic abuse"}], assured_date="2020-01-01"),
    row(4, minimum_age=9, maximum_age=1),
    row(1),
]


def take(cast: Cast, rows: list[dict[str, Any]] = ROWS, **facts: Any) -> Any:
    return import_directory(cast.administrator, "north", rows, place="ashworth", source="x.json", **facts)


@pytest.fixture
def world(cast: Cast) -> World:
    sign_rulebook()
    take(cast)
    return planned(cast)


def refer(cast: Cast, world: World, name: str = "Breakfast club", **facts: Any) -> int:
    usual = {"entry": DirectoryEntry.objects.get(name=name).pk, "need": "education", "agreed": True}
    return refer_to_service(cast.key_worker, world.reference, **(usual | {"about": world.child} | facts))


def test_every_row_is_in_or_set_aside_and_reading_twice_changes_nothing(cast: Cast) -> None:
    first = take(cast)
    assert (first.new, first.changed, first.same, first.gone, first.aside) == (3, 0, 0, 0, 2)
    before = list(DirectoryEntry.objects.values()), list(DirectoryAside.objects.values())
    again = take(cast)
    assert (again.new, again.changed, again.same, again.gone, again.aside) == (0, 0, 3, 0, 2)
    assert (list(DirectoryEntry.objects.values()), list(DirectoryAside.objects.values())) == before
    [feed] = feeds(cast.administrator)
    assert feed.changed_at < feed.read_at and feed.offered == 3 and feed.stale == 1
    assert [one.number for one in feed.aside] == [4, 5] and "from 9 to 1" in feed.aside[0].reason


def test_what_changed_is_changed_and_what_left_is_offered_to_nobody_and_may_come_back(cast: Cast) -> None:
    take(cast)
    read = take(cast, [ROWS[0] | {"name": "Early breakfast"}, ROWS[1]])
    assert (read.changed, read.same, read.gone) == (1, 1, 1)
    assert [one.name for one in directory(cast.key_worker).rows] == ["Clear Way", "Early breakfast"]
    gone = DirectoryEntry.objects.get(name="Haven")
    assert not entry(cast.key_worker, gone.pk).is_offered
    assert take(cast).changed == 2


def test_a_feed_that_lost_most_of_itself_is_refused_unless_it_is_meant(cast: Cast) -> None:
    many = [row(number) for number in range(30)]
    take(cast, many)
    with pytest.raises(Refused, match="25 of 30"):
        take(cast, many[:5])
    with pytest.raises(Invalid, match="Not one"):
        take(cast, [])
    assert take(cast, many[:5], is_whole=True).gone == 25


def test_only_the_places_administrator_reads_one_in(cast: Cast) -> None:
    for actor in (cast.key_worker, cast.team_manager):
        with pytest.raises(NotAllowed):
            import_directory(actor, "x", ROWS, place="ashworth", source="x")
    with pytest.raises(NotAllowed):
        import_directory(cast.administrator, "x", ROWS, place="brindle", source="x")
    take(cast)
    assert not directory(cast.outsider).rows
    with pytest.raises(NotFound):
        entry(cast.outsider, DirectoryEntry.objects.first().pk)  # type: ignore[union-attr]


def test_it_is_searched_by_words_need_and_age(cast: Cast) -> None:
    take(cast)

    def found(**asked: Any) -> list[str]:
        return [one.name for one in directory(cast.key_worker, **asked).rows]

    assert found(search="drinking bridge") == ["Clear Way"]
    assert found(need="education") == ["Breakfast club"] and found(need="nonsense") == found()
    assert found(age=30) == ["Clear Way", "Haven"] and found(age=7) == ["Breakfast club", "Haven"]
    assert found(search="100%_") == [] and ("Haven (The Bridge Project)",) * 2 in signposts(cast.screener)


def test_a_referral_stands_on_the_plan_and_goes_forward_only(cast: Cast, world: World) -> None:
    made = refer(cast, world, words="She likes mornings.")
    [one] = plan(cast.key_worker, world.reference).services
    assert (one.service, one.about, one.state) == ("Breakfast club", "Tia Orme", HelpState.REFERRED)

    def news(state: str, **facts: Any) -> int:
        return record_service_news(
            cast.key_worker, world.reference, made, state=state, happened_on=facts.pop("happened_on", TODAY), **facts
        )

    for state in ("attended", "referred", "nonsense"):
        with pytest.raises(Invalid):
            news(state)
    news("accepted", words="From Monday.")
    news("attended")
    with pytest.raises(Invalid, match="what came of it"):
        news("ended")
    with pytest.raises(Invalid, match="between the referral and today"):
        news("ended", result="helped", happened_on=TODAY + timedelta(days=1))
    news("ended", result="helped")
    with pytest.raises(Refused, match="has ended"):
        news("accepted")
    [one] = services(cast.key_worker, world.reference).rows
    assert one.result_words == "It helped" and [step.state_words for step in one.news] == [
        "Accepted", "Attending", "Ended",
    ]  # fmt: skip
    assert refer(cast, world) != made
    assert JournalEntry.objects.filter(event="service.news_recorded").count() == ServiceNews.objects.count() == 3
    assert not JournalEntry.objects.filter(detail__icontains="Tia").exists()


def test_nobody_is_referred_without_their_yes_or_twice_at_once(cast: Cast, world: World) -> None:
    with pytest.raises(Invalid, match="without their yes"):
        refer(cast, world, agreed=False)
    number = uuid4()
    made = refer(cast, world, submission=number)
    assert refer(cast, world, submission=number) == made
    with pytest.raises(Refused, match="with this service already"):
        refer(cast, world)
    refer(cast, world, about=None)
    with pytest.raises(Refused, match="with this service already"):
        refer(cast, world, about=None)
    with pytest.raises(Invalid, match="belong to this family"):
        refer(cast, world, about=uuid4())
    DirectoryEntry.objects.filter(name="Haven").update(gone_at=timezone.now())
    with pytest.raises(Invalid, match="Choose a service"):
        refer(cast, world, name="Haven")


def test_help_with_substances_or_abuse_is_as_closed_as_what_it_is_about(cast: Cast, world: World) -> None:
    refer(cast, world, name="Clear Way", need="substance", about=world.parent, words="She asked.")
    refer(cast, world, name="Haven", need="domestic_abuse", about=world.parent)
    refer(cast, world)
    assert len(services(cast.key_worker, world.reference).rows) == 3
    for partner in (cast.school, cast.police):
        seen = repr(services(partner, world.reference))
        assert "Clear Way" not in seen and "Haven" not in seen
    with pytest.raises(NotFound):
        services(cast.outsider, world.reference)
    with pytest.raises(NotFound):
        refer_to_service(cast.outsider, world.reference, entry=1, need="education", agreed=True)
    sealed = ServiceReferral.objects.filter(need="substance").values_list("words", flat=True).get()
    assert "She asked" not in repr(sealed)


def test_the_pages_and_the_api_take_a_referral_from_the_directory_to_its_end(
    cast: Cast, world: World, client: Client
) -> None:
    sign_in(client, cast.key_worker)
    haven = DirectoryEntry.objects.get(name="Breakfast club").pk
    listed = client.get(f"/directory/?need=education&family={world.reference}")
    assert f'/directory/{haven}/?family={world.reference}"'.encode() in listed.content
    assert (
        f"/families/{world.reference}/services/new/?entry={haven}".encode()
        in client.get(f"/directory/{haven}/?family={world.reference}").content
    )
    form = f"/families/{world.reference}/services/new/?entry={haven}"
    assert client.get(form).status_code == 200
    assert client.post(form, {"need": "education", "about": ""}).status_code == 422
    assert client.post(form, {"need": "education", "about": str(world.child), "agreed": "on"}).status_code == 302
    made = ServiceReferral.objects.get().pk
    news = f"/families/{world.reference}/services/{made}/"
    assert client.get(news).status_code == 200
    assert client.post(news, {"state": "ended", "happened_on": TODAY.isoformat()}).status_code == 422
    told = {"state": "accepted", "happened_on": TODAY.isoformat()}
    assert client.post(news, told).status_code == 302
    assert b"Accepted" in client.get(f"/families/{world.reference}/services/").content
    assert b"Breakfast club" in client.get(f"/families/{world.reference}/plan/").content
    api = f"/api/v1/families/{world.reference}/services/"
    body = {"state": "ended", "happened_on": TODAY.isoformat(), "result": "helped"}
    ended = client.post(f"{api}{made}/news/", json.dumps(body), "application/json")
    assert ended.status_code == 201 and ended.json()["rows"][0]["state"] == "ended"
    again = {"entry": haven, "need": "education", "agreed": False}
    assert client.post(api, json.dumps(again), "application/json").status_code == 422
    assert client.get("/api/v1/directory/?search=breakfast").json()["count"] == 1
    assert client.get(f"/api/v1/directory/{haven}/").json()["name"] == "Breakfast club"


def test_an_administrator_reads_a_file_in_on_a_page(cast: Cast, client: Client) -> None:
    sign_in(client, cast.administrator)
    file = SimpleUploadedFile("services.json", json.dumps({"contents": ROWS}).encode())
    assert client.post("/directory/feeds/", {"feed": "north", "file": file}).status_code == 302
    page = client.get("/directory/feeds/").content.decode()
    assert "3 services are offered" in page and "2 rows were set aside" in page and "It is for ages from 9 to 1" in page
    wrong = SimpleUploadedFile("services.json", b"{")
    assert client.post("/directory/feeds/", {"feed": "north", "file": wrong}).status_code == 422
