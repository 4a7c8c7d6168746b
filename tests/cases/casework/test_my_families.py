"""My families: the same number of queries for 3 families and for 300, and only one's own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.selectors.my_families import my_families
from tests.agreements import sign_rulebook
from tests.cast import sign_in
from tests.world_casework import allocated

QUERIES = 10
"""Of a whole page: the session, the practitioner and post, the list, its names, and the disclosure."""


def _count(client, **asked):
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("cases:my_families"), asked)
    assert page.status_code == 200
    return len([query for query in queries if "SAVEPOINT" not in query["sql"]])


@pytest.mark.slow
def test_my_families_takes_the_same_number_of_queries_for_3_families_and_for_300(cast, client):
    sign_in(client, cast.key_worker)
    for number in range(3):
        allocated(cast, intensity="advice", people=1, number=number)
    _count(client)
    few = _count(client), _count(client, search="o")
    for number in range(297):
        allocated(cast, intensity="advice", people=1, number=number)
    _count(client)
    many = _count(client), _count(client, search="o")
    assert few == many
    assert many[0] <= QUERIES
    assert my_families(cast.key_worker).count_words == "300"


def test_my_families_takes_the_same_few_queries_for_1_family_and_for_9(cast, client):
    sign_in(client, cast.key_worker)
    allocated(cast)
    _count(client)
    few = _count(client)
    for number in range(8):
        allocated(cast, number=number)
    assert _count(client) == few <= QUERIES


def test_each_sees_their_own_families_alone(cast):
    sign_rulebook()
    world = allocated(cast)
    for actor in (cast.key_worker, cast.police, cast.school, cast.team_manager):
        assert [row.reference for row in my_families(actor).rows] == [world.reference]
    for actor in (cast.colleague, cast.housing, cast.outsider, cast.governance, cast.panel_chair):
        assert my_families(actor).rows == ()


def test_a_page_of_the_list_follows_the_last_by_the_address(cast):
    for number in range(27):
        allocated(cast, intensity="advice", people=1, number=number)
    first, second = my_families(cast.key_worker), my_families(cast.key_worker, page=2)
    assert (len(first.rows), first.page.has_next, len(second.rows), second.page.has_next) == (25, True, 2, False)
    assert not {row.reference for row in first.rows} & {row.reference for row in second.rows}


@pytest.mark.parametrize(
    ("search", "found"), [("orm", 1), ("RUTH", 2), ("tia khan", 1), ("òrme", 1), ("nobody", 0), ("  ", 2)]
)
def test_any_part_of_a_name_finds_ones_own_family(cast, search, found):
    allocated(cast), allocated(cast, number=1)
    assert len(my_families(cast.key_worker, search=search).rows) == found


def test_a_search_finds_no_name_that_is_closed_to_the_reader(cast):
    allocated(cast)
    assert my_families(cast.school, search="orme").rows == ()
    assert len(my_families(cast.school).rows) == 1


def test_a_search_goes_through_every_family_of_ones_own_however_many(cast, monkeypatch):
    """As with more than 500 families, of which so many are opened at a time: here two, of five."""
    monkeypatch.setattr("cases.selectors.my_families.SEARCHED", 2)
    for number in (1, 0, 0, 1, 0):
        allocated(cast, intensity="advice", people=1, number=number)
    assert {search: my_families(cast.key_worker, search=search).count_words for search in ("orm", "khan", "lowe")} == {
        "orm": "3", "khan": "2", "lowe": "0",
    }  # fmt: skip
    assert [row.title for row in my_families(cast.key_worker, search="khan").rows] == ["The Khan family"] * 2
