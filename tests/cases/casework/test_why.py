"""Why each field is open, and why not: as the door decides, and the same whether or not anything is there."""

import re

import pytest
from django.apps import apps

from agencies.models import Agency
from agencies.refusals import NotFound
from agencies.vocabulary import AgencyKind
from cases.fields_in_words import NOT_ON_PAGES, OF_EXTRACTS, TOLD, WORDS
from cases.operations.protect_member import record_member_consent, restrict_member
from cases.operations.record_need import record_need
from cases.selectors.why import why
from datasharing import door
from datasharing.models import Agreement
from datasharing.vocabulary import Category, Level
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.datasharing.test_traps import main_of
from tests.kept import once
from tests.world_casework import assessed

NOBODY = "00000000-0000-4000-8000-000000000000"
WHY = "She was hurt at home, and he asks where she is"


@pytest.fixture
def world(cast):
    def make():
        sign_rulebook()
        return assessed(cast)

    return once("a family to ask why of", make)


def line(sheet, category, kind):
    group = next(one for one in sheet.groups if one.category == category)
    return next(one for one in group.lines if one.supplier == str(kind.label))


def test_every_classified_field_has_words_or_is_on_no_page() -> None:
    fields = {
        f"{model.__name__}.{name}" for model in apps.get_models() for name in getattr(model, "classified", None) or {}
    }
    known = WORDS.keys() | TOLD.keys() | NOT_ON_PAGES
    assert {one for one in fields - known if not one.startswith(OF_EXTRACTS)} == set(), (
        "say it in cases/fields_in_words.py"
    )
    assert known - fields == set(), "no such field"
    assert WORDS.keys() & TOLD.keys() == set()


@pytest.mark.parametrize("name", ["key_worker", "team_manager", "school", "police"])
def test_it_says_what_the_door_decides(cast, world, name) -> None:
    """For every category and supplier, of the family as a whole and of a person."""
    actor = getattr(cast, name)
    restrict_member(
        cast.team_manager, world.reference, subject=world.child, kind="guarded", categories=["needs", "education"],
        reason=WHY, named=[cast.key_worker.post],
    )  # fmt: skip
    agencies = {AgencyKind(one.kind): one.pk for one in Agency.objects.filter(place__path__startswith="ashworth")}
    for person in (None, world.child, world.parent):
        sheet = why(actor, world.reference, person=person)
        with door.open_one(actor, world.reference) as file:
            for category in Category:
                for kind, agency in agencies.items():
                    said = next(one for one in sheet.groups if one.category == category).lines
                    told = next((one for one in said if one.supplier == str(kind.label)), None)
                    decided = file.decide(category, agency, kind, {person} - {None})
                    if told:
                        assert told.level == decided.level.word, (name, category, kind, person)
                        assert bool(told.grounds) == bool(decided.reasons)
                        assert told.why == decided.why and told.route == str(decided.route)


def test_what_is_open_says_on_what_ground_and_until_when(cast, world) -> None:
    found = line(why(cast.key_worker, world.reference), Category.EDUCATION, AgencyKind.SCHOOL)
    assert found.level == "open"
    agreement = Agreement.objects.get(title=found.grounds[0].agreement)
    assert found.grounds[0].until == agreement.ends_on and found.grounds[0].gateway and found.grounds[0].provision
    assert found.grounds[0].rule.startswith("School to Council, for direct support: ")
    own = line(why(cast.key_worker, world.reference), Category.NEEDS, AgencyKind.COUNCIL)
    assert "Your own agency supplied this." in {one.words for one in own.grounds}
    reach = why(cast.key_worker, world.reference).reach
    assert [(one.words, one.until) for one in reach] == [("Key worker", None)]


def test_consent_and_a_guard_show_where_they_are_asked_about(cast, world) -> None:
    category = Category.MENTAL_HEALTH
    before = line(why(cast.key_worker, world.reference, person=world.parent), category, AgencyKind.HEALTH)
    record_member_consent(
        cast.key_worker, world.reference, subject=world.parent, categories=["mental_health"], agrees=True, by="person"
    )
    after = line(why(cast.key_worker, world.reference, person=world.parent), category, AgencyKind.HEALTH)
    assert (before.level, after.level) == ("hidden", "open")
    assert before.why.startswith("It needs the consent") and before.route == "ask"
    assert "with the person’s consent" in after.grounds[0].rule


def test_nothing_tells_whether_there_is_anything_behind_a_padlock(cast, client, world) -> None:
    sign_in(client, cast.school)
    address = f"/families/{world.reference}/why/"
    before = main_of(client.get(address))
    assert "nothing" in before and before.count("<table") == len(Category)
    record_need(
        cast.health, world.reference, need="health", kind="need", evidence="x", about=[world.parent],
        category="mental_health",
    )  # fmt: skip
    restrict_member(
        cast.team_manager, world.reference, subject=world.child, kind="sealed", categories=["identity"], reason=WHY,
        custodians=[cast.team_manager.post, cast.da_adviser.post],
    )  # fmt: skip
    after = main_of(client.get(address))
    gone = re.sub(rf'<li>[^<]*<a [^>]*\?person={world.child}".*?</li>', "", before, flags=re.S)
    assert re.sub(r"\s+", " ", after) == re.sub(r"\s+", " ", gone), "the family has one person fewer, and that is all"
    with pytest.raises(NotFound):
        why(cast.school, world.reference, person=world.child)
    sealed = client.get(f"{address}?person={world.child}")
    made_up = client.get(f"{address}?person={NOBODY}")
    assert sealed.status_code == made_up.status_code == 404
    assert main_of(sealed).replace(str(world.child), "") == main_of(made_up).replace(
        "00000000-0000-4000-8000-000000000000", ""
    )


def test_the_call_answers_as_the_page(cast, client, world) -> None:
    sign_in(client, cast.school)
    body = client.get(f"/api/v1/families/{world.reference}/why/?person={world.parent}").json()
    assert body["about"]["subject"] == str(world.parent) and len(body["groups"]) == len(Category)
    assert {line["level"] for group in body["groups"] for line in group["lines"]} >= {"open", "hidden"}
    assert client.get(f"/api/v1/families/{world.reference}/why/?person=x").status_code == 404
    sign_in(client, cast.outsider)
    assert client.get(f"/families/{world.reference}/why/").status_code == 404
    assert Level.OPEN.word == "open"
