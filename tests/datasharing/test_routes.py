"""All routes to a family agree: list, detail, search, counts, chronology, the API and what is printed."""

import pytest

from cases.selectors.my_families import my_families
from datasharing.vocabulary import Category
from tests.agreements import sign_rulebook
from tests.cast import Cast, sign_in
from tests.datasharing.routes import (
    ACTORS,
    Told,
    allowed,
    answers,
    listed,
    random_families,
    reaches_by_list,
    words_in,
)

FEW = ("key_worker", "police", "school", "outsider")
"""Who looks in the fast test; all of `ACTORS` do in the long one."""


def disagreements(cast: Cast, client, seed: int, families: int = 2, actors=ACTORS) -> tuple[list[str], int]:
    """What is not as it should be in one random world, and how many answers were looked at."""
    wrong: list[str] = []
    looked = 0
    for told in random_families(cast, seed, families):
        for name in actors:
            actor = getattr(cast, name)
            sign_in(client, actor)
            expected = allowed(actor, told)
            got = answers(client, told.world.reference)
            looked += len(got)
            wrong += [f"{seed} {name} {line}" for line in _compare(told, expected, got)]
            wrong += [f"{seed} {name} {line}" for line in _lists(client, actor, told, expected)]
    return wrong, looked


def _compare(told: Told, expected, got) -> list[str]:
    if expected is None:
        return [f"{where} answers {one.status_code}" for where, one in got.items() if one.status_code not in (403, 404)]
    wrong = []
    for where, answer in got.items():
        extra = words_in(answer) - expected
        if extra:
            wrong.append(f"{where} shows {[(one.category, one.word) for one in told.said if one.word in extra]}")
    for name in ("", "needs/", "contacts/"):
        page, call = got[f"page {name}"], got[f"call {name}"]
        its_own = {one.word for one in told.said if one.where == name}
        if (words_in(page) ^ words_in(call)) & its_own:
            wrong.append(f"page and call of {name!r} differ by {words_in(page) ^ words_in(call)}")
        must = its_own & expected
        if page.status_code == 200 and must - words_in(page):
            wrong.append(f"{name!r} leaves out {must - words_in(page)}")
    return wrong


def _lists(client, actor, told: Told, expected) -> list[str]:
    reference = told.world.reference
    by_call, by_door = listed(client), reaches_by_list(actor)
    wrong = []
    if client.get("/api/v1/families/").status_code == 200 and by_call != by_door:
        wrong.append(f"the list differs from the door's by {by_call ^ by_door}")
    if (reference in by_door) != (expected is not None):
        wrong.append("list and detail differ")
    for one in told.said:
        if one.category is Category.IDENTITY:
            found = {row.reference for row in my_families(actor, search=one.word).rows}
            if (reference in found) != (expected is not None and one.word in expected):
                wrong.append(f"search for {one.word} finds {found}")
    return wrong


@pytest.mark.django_db
def test_all_routes_agree_for_every_actor_of_a_random_world(cast: Cast, client) -> None:
    sign_rulebook()
    wrong, looked = disagreements(cast, client, seed=3, families=1, actors=FEW)
    assert "\n".join(wrong) == ""
    assert looked > 60
