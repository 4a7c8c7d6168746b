"""The chronology: what happened across partners, filtered by the address, through the door."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency
from cases.models import Occurrence
from cases.selectors.chronology import Wanted, chronology, wanted_in
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import contacted

TODAY = timezone.localdate()


@pytest.fixture
def world(cast):
    """A family with a contact, an absence from school last month and a spell of another that went on for a year."""
    sign_rulebook()
    made = contacted(cast)
    school = Agency.objects.get(reference="hill-school")
    for days, spell in ((30, None), (400, 100)):
        began = TODAY - timedelta(days=days)
        Occurrence.objects.create(
            subject_id=made.child, supplier=school, category="education", code="education.suspension",
            starts_on=began, ends_on=began + timedelta(days=spell) if spell else None,
        )  # fmt: skip
    return made


def titles(cast, world, **asked):
    sheet = chronology(cast.key_worker, world.reference, wanted_in({name: str(one) for name, one in asked.items()}))
    return sheet, [row.title.value for row in sheet.rows]


def test_one_partner_one_person_one_sort_of_line_and_days(cast, world):
    everything, all_titles = titles(cast, world)
    assert {one.value for one in everything.partners} == {"ashworth-council", "hill-school"}
    assert len(titles(cast, world, partner="hill-school")[1]) == 2
    assert len(titles(cast, world, person=world.child)[1]) >= 2
    assert titles(cast, world, source="contact")[1] == [row for row in all_titles if "visit" in row.lower()]
    assert len(titles(cast, world, partner="hill-school", since=TODAY - timedelta(days=40))[1]) == 1
    assert len(titles(cast, world, partner="hill-school", until=TODAY - timedelta(days=40))[1]) == 1
    inside = TODAY - timedelta(days=350)
    assert len(titles(cast, world, partner="hill-school", since=inside, until=inside)[1]) == 1, "a spell reaches in"
    assert len(titles(cast, world, category="education")[1]) == 2


@pytest.mark.parametrize(
    "asked", [{"partner": "nobody"}, {"person": uuid4()}, {"person": "x"}, {"since": "soon"}, {"source": "y"}]
)
def test_what_names_nothing_here_asks_for_everything(cast, world, asked):
    sheet, found = titles(cast, world, **asked)
    assert sheet.wanted == Wanted() and found == titles(cast, world)[1]


def test_a_reader_is_offered_only_partners_of_whom_they_see_anything(cast, world):
    for reader in (cast.police, cast.school, cast.key_worker):
        sheet = chronology(reader, world.reference)
        assert {one.words for one in sheet.partners} == {row.supplier for row in sheet.rows}
        assert {one.words for one in sheet.people} == {name for row in sheet.rows for name in row.about}


def test_the_page_says_which_filters_are_in_force_and_how_to_take_one_away(cast, world, client):
    sign_in(client, cast.key_worker)
    page = client.get(reverse("cases:chronology", args=[world.reference]), {"partner": "hill-school", "page": "1"})
    words = page.content.decode()
    assert "Remove this filter:" in words and "Hill School" in words and "Home visit" not in words
    assert client.get(f"/api/v1/families/{world.reference}/chronology/?partner=hill-school").json()["wanted"] == {
        "category": "", "partner": "hill-school", "person": None, "source": "", "since": None, "until": None,
    }  # fmt: skip
