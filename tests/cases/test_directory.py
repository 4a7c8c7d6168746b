"""Reading directories of services: both versions of the standard, CSV, and every way in which a row can be wrong."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.refusals import Invalid
from cases.directory import Listing, SetAside, read_listing
from cases.directory_files import pages_of, rows_in, rows_of
from cases.needs_words import needs_words

OLD = {
    "id": "a1",
    "name": "Clear Way",
    "organization": {"id": "o", "name": "Moorland Recovery"},
    "eligibilitys": [{"eligibility": "Anybody", "minimum_age": "18", "maximum_age": 0 or None}],
    "cost_options": [{"option": "A visit", "amount": "2.50"}],
    "regular_schedules": [{"weekday": "MO", "opens_at": "9:00", "closes_at": "17:00:00"}],
    "service_taxonomys": [{"taxonomy": {"name": "Alcohol help"}}],
    "service_at_locations": [
        {"location": {"name": "Hall", "physical_addresses": [{"address_1": "1 High Street", "postal_code": "wx108qb"}]}}
    ],
    "contacts": [{"phones": [{"number": "01632 960001"}]}],
}
NEW = {
    "id": "a1",
    "name": "Clear Way",
    "organization": {"name": "Moorland Recovery"},
    "minimum_age": 18,
    "eligibility_description": "Anybody",
    "fees_description": "A visit 2.50",
    "schedules": [{"byday": "MO", "opens_at": "09:00Z", "closes_at": "17:00Z"}],
    "attributes": [{"taxonomy_term": {"name": "Alcohol help"}}],
    "service_at_locations": [
        {"location": {"name": "Hall", "addresses": [{"address_1": "1 High Street", "postal_code": "WX10 8QB"}]}}
    ],
    "phones": [{"number": "01632 960001"}],
}


def read(**facts: object) -> Listing:
    return read_listing(NEW | facts, needs_words())


def test_both_versions_of_the_standard_give_the_same_listing() -> None:
    one = read()
    assert read_listing(OLD, needs_words()) == one
    assert one.schedule == ("Monday, 09:00 to 17:00",) and one.places == ("Hall, 1 High Street, WX10 8QB",)
    assert (one.needs, one.least_age, one.most_age, one.telephone) == (("substance",), 18, None, "01632 960001")


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"id": " "}, "no id"),
        ({"name": None}, "no name"),
        ({"organization": None}, "who provides it"),
        ({"organization": {"name": ""}}, "no provider"),
        ({"status": "dormant"}, "dormant"),
        ({"minimum_age": 12, "maximum_age": 5}, "from 12 to 5"),
        ({"minimum_age": "grown-up"}, "no age"),
        ({"maximum_age": 900}, "no age"),
        ({"url": "javascript:alert(1)"}, "address of a website"),
        ({"email": "nobody"}, "e-mail"),
        ({"schedules": [{"byday": "MO,XX"}]}, "day of the week"),
        ({"schedules": [{"opens_at": "25:99"}]}, "time of day"),
        ({"service_at_locations": [{"location": {"addresses": [{"postal_code": "12345"}]}}]}, "postcode"),
        ({"assured_date": "last week"}, "no date"),
        ({"description": "x" * 9000}, "9,000 characters"),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside_with_its_reason(facts: dict[str, object], why: str) -> None:
    with pytest.raises(SetAside, match=why):
        read(**facts)


LEAF = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
INSIDE = st.dictionaries(
    st.sampled_from(["id", "name", "location", "opens_at", "byday", "postal_code"]), LEAF, max_size=3
)
ANYTHING = LEAF | INSIDE | st.lists(LEAF | INSIDE, max_size=2)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.sampled_from([*NEW, *OLD, "status", "languages"]), ANYTHING)
def test_whatever_a_row_holds_it_is_in_or_set_aside(name: str, held: object) -> None:
    try:
        assert read(**{name: held}).name
    except SetAside as why:
        assert str(why)


def test_a_folder_of_the_standards_tables_is_joined(tmp_path: Path) -> None:
    tables = {
        "services": "id,organization_id,name,minimum_age\ns1,o1,Clear Way,18\n",
        "organizations": "id,name\no1,Moorland Recovery\n",
        "service_at_locations": "id,service_id,location_id\nl1,s1,p1\n",
        "locations": "id,name\np1,Hall\n",
        "addresses": "id,location_id,address_1,postal_code\na1,p1,1 High Street,WX10 8QB\n",
        "schedules": "id,service_id,service_at_location_id,byday,opens_at,closes_at\nc1,,l1,MO,09:00,17:00\n",
        "phones": "id,service_id,number\nt1,s1,01632 960001\n",
        "attributes": "id,service_id,taxonomy_term_id\nx1,s1,t1\n",
        "taxonomy_terms": "id,name\nt1,Alcohol help\n",
    }
    for name, words in tables.items():
        (tmp_path / f"{name}.csv").write_text(words)
    [row] = rows_of(tmp_path)
    one = read_listing(row, needs_words())
    assert (one.provider, one.needs, one.places) == (
        "Moorland Recovery", ("substance",), ("Hall, 1 High Street, WX10 8QB",),
    )  # fmt: skip
    assert one.schedule == ("Monday, 09:00 to 17:00",)


def test_a_plain_list_of_services_is_read_too() -> None:
    sent = (
        b"id,name,provider,terms,postcode,days,opens_at,closes_at\n1,Pantry,St Ann,Food bank,WX10 8QB,TU,10:00,14:00\n"
    )
    [row] = rows_in(sent, "services.csv")
    one = read_listing(row, needs_words())
    assert (one.needs, one.places, one.schedule) == (("money",), ("WX10 8QB",), ("Tuesday, 10:00 to 14:00",))


def test_every_page_of_a_feed_is_read_and_what_is_no_directory_is_refused() -> None:
    pages = {1: {"totalPages": 2, "contents": [NEW]}, 2: {"totalPages": 2, "contents": [NEW | {"id": "b"}]}}
    assert [row["id"] for row in pages_of(lambda page: json.dumps(pages[page]).encode())] == ["a1", "b"]
    for sent in (b"", b"[", b"\xff", b'{"contents": 3}', b"3"):
        with pytest.raises(Invalid):
            rows_in(sent, "services.json")
