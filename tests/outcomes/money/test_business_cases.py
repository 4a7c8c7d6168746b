"""Business cases: read with all faults at once, saved in versions, approved by somebody else, worked out the same."""

from datetime import date
from decimal import Decimal

import pytest

from agencies.actor import Actor
from agencies.operations.posts import give_post
from agencies.refusals import Invalid, NotAllowed, NotFound, Refused
from agencies.selectors.actor import actor_for
from agencies.vocabulary import Purpose, Role
from outcomes.business_cases.operations.save_business_case import approve_business_case, save_business_case
from outcomes.business_cases.reading import EXAMPLE, decode, read_written
from outcomes.business_cases.selectors.business_case import business_case, business_cases
from outcomes.costing.appraisal import appraise, appraise_against
from outcomes.costing.case_reading import CannotAppraise
from outcomes.models import CaseVersion
from tests.cast import Cast

D = Decimal


def test_the_example_is_a_case_and_says_the_same_in_toml_as_in_json() -> None:
    options, deflators = read_written(EXAMPLE)
    proposed, usual = options["this case"], options["business as usual"]
    assert proposed.outcomes[0].optimism_bias == D("0.10") and proposed.outcomes[0].cashable == D("0.25")
    assert appraise(proposed, deflators).pv_cost == 60000 + 40000 / D("1.035") + 40000 / D("1.035") ** 2
    assert read_written(EXAMPLE.replace('"2008-09"', '""'))[0]["this case"].outcomes[0].price_year is None
    in_json = '{"years": 1, "business_as_usual": null}'
    assert decode(in_json) == {"years": 1, "business_as_usual": None}
    assert appraise_against(proposed, usual, deflators).pv_cost > 0


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("", "business_as_usual is missing"),
        ("years = ", "cannot be read"),
        ('{"years": ', "cannot be read: line 1"),
        ("[1]", "cannot be read|must be an object|business_as_usual"),
        (EXAMPLE.replace("years = 3", "years = 0"), "whole number from 1 to 75"),
        (EXAMPLE.replace("0.35 ", "1.35 "), "affected must be a share from 0 to 1"),
        (EXAMPLE.replace('"2024-25"', '"1924-25"'), "not a financial year"),
        (EXAMPLE.replace("[60000, 40000, 40000]", "[60000]"), "has 1 numbers; there are 3 years"),
        (EXAMPLE.replace('bearer = "police"', ""), "bearer must say who bears the cost"),
    ],
)
def test_what_cannot_be_worked_out_is_refused_in_words(told: str, words: str) -> None:
    with pytest.raises(CannotAppraise, match=words):
        read_written(told)


def save(actor: Actor, told: str = EXAMPLE, **facts: str) -> str:
    return save_business_case(actor, **{"title": "A second team", "told": told, "place": "ashworth", **facts})


def test_a_case_is_saved_in_versions_and_approved_by_another_person(cast: Cast, as_the_app: None) -> None:
    reference = save(cast.commissioner, purpose="Fewer incidents.")
    sheet = business_case(cast.commissioner, reference)
    assert [option.name for option in sheet.options] == ["Business as usual", "A second team"]
    assert (sheet.number, sheet.may_approve, sheet.best.against_usual.net_present_value) == (
        1,
        False,
        max(option.against_usual.net_present_value for option in sheet.options),
    )
    with pytest.raises(Refused, match="You saved this version"):
        approve_business_case(cast.commissioner, reference, version=1)
    with pytest.raises(Refused, match="Nothing has changed"):
        save(cast.commissioner, reference=reference, purpose="Fewer incidents.")
    assert save(cast.commissioner, EXAMPLE.replace("60000", "50000"), reference=reference) == reference
    with pytest.raises(Refused, match="later version"):
        approve_business_case(cast.claims_officer, reference, version=1)
    assert business_case(cast.claims_officer, reference).may_approve
    approve_business_case(cast.claims_officer, reference, version=2, words="Agreed by the board.")
    with pytest.raises(Refused, match="approved already"):
        approve_business_case(cast.claims_officer, reference, version=2)
    assert business_case(cast.commissioner, reference).approved_by.startswith("Claims officer")
    assert not business_case(cast.commissioner, reference, number=1).approved_by
    assert [row.approved for row in business_cases(cast.commissioner).rows] == [True]
    assert (
        sheet.options[1].alone.pv_cost - business_case(cast.commissioner, reference).options[1].alone.pv_cost == 10000
    )


def test_another_post_of_the_same_person_is_the_same_person(cast: Cast) -> None:
    reference = save(cast.commissioner)
    post = give_post(
        None, "commissioner@example.org", agency="ashworth-police", role=Role.COMMISSIONER, place="ashworth",
        title="Commissioner", starts_on=date(2025, 1, 1),
    )  # fmt: skip
    with pytest.raises(Refused, match="You saved this version"):
        approve_business_case(actor_for(post.pk, Purpose.STATISTICS), reference, version=1)


def test_nobody_else_saves_and_outsiders_cannot_tell_that_it_is_there(cast: Cast) -> None:
    reference = save(cast.commissioner)
    with pytest.raises(NotAllowed):
        save(cast.key_worker)
    with pytest.raises(Invalid, match="own place"):
        save(cast.commissioner, place="brindle")
    for actor in (cast.outsider, cast.outside_screener):
        with pytest.raises(NotFound):
            business_case(actor, reference)
        with pytest.raises(NotFound):
            approve_business_case(actor, reference, version=1)
    with pytest.raises(Invalid) as refused:
        save(cast.commissioner, EXAMPLE.replace("0.35 ", "1.35 ").replace("0.8\n", "8\n"))
    assert refused.value.field == "told" and len(refused.value.words.splitlines()) == 2
    assert CaseVersion.objects.count() == 1
