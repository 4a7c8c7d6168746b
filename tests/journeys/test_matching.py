"""Who is who, in a browser: two who are one, a custodian asked, files of partners, a form left and gone on with."""

import re
from collections.abc import Callable

import pytest

from cases.intake.models import SealedMatch
from cases.intake.operations.sealed_match import hold_against_seals
from cases.intake.operations.upload_extract import take_in_uploads, upload_extract
from cases.models import Person
from cases.operations.add_member import add_member
from cases.operations.change_key_worker import change_key_worker
from cases.operations.protect_member import restrict_member
from tests.cases.intake.extracts import ANN, COVER, health, health_file
from tests.journeys.visit import Visit, Way
from tests.journeys.worlds import House
from tests.world import referral
from tests.world_casework import World, allocated

SECOND: list[World] = []
WHY = "She was hurt at home, and he asks where she is"


@pytest.fixture(params=[Way(1280), Way(390)], ids=str)
def way(request: pytest.FixtureRequest) -> Way:
    """A desk and a telephone."""
    return request.param


@pytest.fixture(scope="module")
def family(house: House) -> World:
    """A family with a child who was written down twice, and a sealed mother who is referred again."""
    world = allocated(house.cast)
    SECOND.append(allocated(house.cast, number=1))
    change_key_worker(
        house.cast.team_manager, SECOND[0].reference, key_worker=house.cast.second_key_worker.post, handover="Well."
    )
    child = Person.objects.get(pk=world.child)
    add_member(
        house.cast.key_worker, world.reference, role="child", given_name=child.given_name,
        family_name=child.family_name, date_of_birth=child.date_of_birth, sex="F",
    )  # fmt: skip
    mother = Person.objects.get(pk=world.parent)
    restrict_member(
        house.cast.team_manager, world.reference, subject=world.parent, kind="sealed", categories=["identity"],
        reason=WHY, custodians=[house.cast.team_manager.post, house.cast.da_adviser.post],
    )  # fmt: skip
    said = {
        "given_name": mother.given_name, "family_name": mother.family_name, "role": "parent",
        "date_of_birth": mother.date_of_birth.isoformat(), "address": "1 High Street", "postcode": "WX10 6DA",
    }  # fmt: skip
    referral(house.cast, people=[said])
    hold_against_seals()
    content = health_file(health(ANN), "9434765870,Holt,Wayne,1980").read()
    upload_extract(house.cast.health, "health_events", content=[content], cover=COVER)
    take_in_uploads()
    upload_extract(house.cast.health, "health_events", content=[content + b"x"], cover=COVER)
    return world


def test_two_who_are_one_are_seen_side_by_side(house: House, family: World, visit: Callable[[], Visit]) -> None:
    me = visit()
    me.arrive_as(house.cast.key_worker)
    me.open(f"/families/{family.reference}/members/{family.child}/same/")
    me.look("The same person twice")
    me.go(me.page.locator("main ul.govuk-list a").first)
    me.look("Two side by side")
    me.reads("What will happen", "It can be taken apart again")
    me.press("Make them one person")
    me.look("Two side by side", "not checked", status=422)


def test_two_records_of_one_family_are_seen_side_by_side(
    house: House, family: World, visit: Callable[[], Visit]
) -> None:
    me = visit()
    me.arrive_as(house.cast.team_manager)
    me.open(f"/families/{family.reference}/same-family/")
    me.look("The same family twice")
    me.type("Reference of the other record", "F0000000")
    me.press("Look at both")
    me.look("The same family twice", "no such family", status=422)
    me.open(f"/families/{family.reference}/same-family/{SECOND[0].reference}/")
    me.look("Two records side by side")
    me.reads("What will happen", "Both key workers are told")
    me.press("Make them one record")
    me.look("Two records side by side", "not checked", status=422)


def test_a_custodian_is_asked(house: House, family: World, visit: Callable[[], Visit]) -> None:
    me = visit()
    me.arrive_as(house.cast.da_adviser)
    me.open(f"/sealed-matches/{SealedMatch.objects.latest('pk').pk}/")
    me.look("A question for the custodian")
    me.reads("The person whom the seal protects")
    if not SealedMatch.objects.latest("pk").is_same:
        me.reads("Is this the person whom the seal protects?")
        me.be_refused("Keep the answer", "A question for the custodian", "Is this the person")
        me.pick("Is this the person whom the seal protects?", "Yes, and somebody safe must act before it closes")
        me.be_refused("Keep the answer", "A question for the custodian", "Choose who takes it on")
        me.pick("Who takes it on?", "Team manager Cast")
        me.press("Keep the answer")
        me.reads("Your answer is kept")
    safe = visit()
    safe.arrive_as(house.cast.team_manager)
    safe.open(f"/sealed-matches/{SealedMatch.objects.latest('pk').pk}/")
    safe.look("A referral to take on")
    if not SealedMatch.objects.latest("pk").done_at:
        safe.type("What was done?", "Rang")
        safe.be_refused("It is done", "A referral to take on", "in 20 letters or more")
        safe.type("What was done?", "I have rung her, and her key worker sees the children tomorrow.")
        safe.press("It is done")
        safe.reads("What was done is kept under the seal")
    safe.open(f"/sealed-matches/{SealedMatch.objects.latest('pk').pk}/")
    safe.look("A referral to take on", "done")
    safe.reads("What followed", "I have rung her")


def test_files_of_partners_are_followed(house: House, family: World, visit: Callable[[], Visit]) -> None:
    me = visit()
    me.arrive_as(house.cast.health)
    me.open("/extracts/")
    me.look("Files of partners")
    me.reads("What partners’ files cover", "Waits to be read")
    me.go(me.page.locator("table").nth(1).locator("a").first)
    me.look("A file on its way in")
    me.open("/extracts/send/")
    me.look("Send a file")
    me.open("/extracts/")
    me.go(me.page.locator("table").nth(2).locator("a").first)
    me.look("A file taken in")
    me.reads("Rows set aside", "Download all rows set aside")


def test_a_family_leaves_its_form_and_comes_back(house: House, family: World, visit: Callable[[], Visit]) -> None:
    me = visit()
    me.open("/ask-for-help/")
    me.look("Ask for help")
    me.box("What is going on, and what would help?").fill("We cannot sleep for worry.")
    me.press("Keep it and finish later")
    me.look("A form kept", "with its code")
    found = re.search(r"Your code is ([A-Z0-9-]{14})", me.page.locator("main").inner_text())
    assert found
    me.open("/ask-for-help/go-on/")
    me.look("Go on with a form")
    me.type("Your code", found[1])
    me.press("Go on")
    me.look("Ask for help", "gone on with")
    assert me.box("What is going on, and what would help?").input_value() == "We cannot sleep for worry."
    me.open("/ask-for-help/what-happened/")
    me.look("What became of it")
