"""Ask: nobody before the basis is recorded; each partner once; each answer in its own box."""

import pytest

from agencies.refusals import Invalid, NotFound, Refused
from cases.intake.models import AnswerPart, InformationRequest, Referral
from cases.intake.operations.give_information import give_information
from cases.intake.operations.record_basis import record_basis
from cases.intake.operations.request_information import request_information
from datasharing.models import Grant
from tests.world import answered, asked, matched_referral, referral

QUESTION = "What do you know?"


def ask(cast, world, agencies=("ashworth-police",), about=(0,), **facts):
    return request_information(
        cast.screener, world.reference, agencies=agencies, about=about, question=QUESTION, **facts
    )


def test_nobody_is_asked_before_the_basis_is_recorded(cast):
    world = matched_referral(cast)
    with pytest.raises(Refused, match="Record first whether the family agreed"):
        ask(cast, world)
    assert not Grant.objects.filter(kind="asked").exists()


def test_nobody_is_asked_before_the_people_are_matched(cast):
    sent = referral(cast)
    with pytest.raises(Refused, match="Match the people first"):
        record_basis(cast.screener, sent.reference, basis="agreed")


@pytest.mark.parametrize("basis", ["unsafe", "prejudice", "unreachable"])
def test_a_family_that_said_no_is_not_asked_about_behind_its_back(cast, basis):
    world = matched_referral(cast, consent="refused")
    with pytest.raises(Refused, match=r"nobody may be asked.*signpost.*close"):
        record_basis(cast.screener, world.reference, basis=basis, reason="They said no.", manager="Dee")
    with pytest.raises(Refused, match="nobody may be asked"):
        ask(cast, world)


def test_suspected_significant_harm_overrides_a_no_with_reason_and_manager(cast):
    world = matched_referral(cast, consent="refused")
    with pytest.raises(Invalid, match="reason"):
        record_basis(cast.screener, world.reference, basis="significant_harm", manager="Dee")
    with pytest.raises(Invalid, match="manager"):
        record_basis(cast.screener, world.reference, basis="significant_harm", reason="Bruises, twice.")
    record_basis(cast.screener, world.reference, basis="significant_harm", reason="Bruises, twice.", manager="Dee")
    assert len(ask(cast, world)) == 1


def test_agreement_that_the_referral_does_not_mention_says_who_agreed(cast):
    world = matched_referral(cast, consent="not_sought")
    with pytest.raises(Invalid, match="who in the family agreed"):
        record_basis(cast.screener, world.reference, basis="agreed")
    record_basis(cast.screener, world.reference, basis="agreed", reason="Ruth, by telephone, today.")


def test_each_partners_desk_gets_reach_on_the_people_ticked_alone(cast):
    world = asked(cast)
    grants = Grant.objects.filter(kind="asked")
    assert {grant.team.reference for grant in grants} == {
        "ashworth-police-desk", "ashworth-health-desk", "ashworth-jcp-desk",
    }  # fmt: skip
    assert all(grant.asked_about == sorted(world.people[:2]) for grant in grants)
    assert all(grant.due_for == "green answer" for grant in grants)


def test_a_partner_is_asked_once_at_a_time_and_all_are_asked_or_none(cast):
    world = asked(cast, agencies=("ashworth-police",))
    with pytest.raises(Refused, match="Ashworth Police: asked already"):
        ask(cast, world, agencies=("ashworth-health", "ashworth-police"))
    assert InformationRequest.objects.count() == 1


def test_a_school_is_asked_about_a_family_of_its_neighbourhood_alone(cast):
    world = matched_referral(cast, place="ashworth/south")
    record_basis(cast.screener, world.reference, basis="agreed")
    with pytest.raises(Invalid, match="hill-school is not a partner that can be asked"):
        ask(cast, world, agencies=("hill-school",))


def test_asking_red_is_due_in_two_hours_and_cannot_be_lowered(cast):
    world = matched_referral(cast)
    record_basis(cast.screener, world.reference, basis="agreed")
    ask(cast, world, urgency="red")
    request = InformationRequest.objects.get()
    assert (request.due_at - request.asked_at).total_seconds() == 2 * 3600
    with pytest.raises(Refused, match="raised, not lowered"):
        ask(cast, world, agencies=("ashworth-health",), urgency="green")


def test_an_answer_is_kept_by_category_and_ends_the_partners_reach(cast):
    world = answered(cast)
    assert set(AnswerPart.objects.values_list("request__agency__reference", "category")) == {
        ("ashworth-police", "crime"), ("ashworth-health", "physical_health"),
    }  # fmt: skip
    assert not Grant.objects.filter(kind="asked", ends_at__isnull=True).exists()
    assert InformationRequest.objects.filter(referral__reference=world.reference, nothing_known=True).count() == 1


def test_a_partner_cannot_answer_for_another_or_about_what_is_not_its_own(cast):
    world = asked(cast)
    police, health, _ = world.requests
    with pytest.raises(NotFound):
        give_information(cast.police, health, parts={"crime": "x"})
    with pytest.raises(Invalid, match="does not answer about housing"):
        give_information(cast.police, police, parts={"housing": "x"})
    with pytest.raises(Invalid, match="at least one box"):
        give_information(cast.police, police, parts={"crime": "  "})
    with pytest.raises(Invalid, match="Keep one of the two"):
        give_information(cast.police, police, parts={"crime": "x"}, nothing_known=True)
    with pytest.raises(NotFound):
        give_information(cast.outsider, police, parts={"crime": "x"})


def test_answering_twice_is_refused_in_words(cast):
    world = asked(cast)
    give_information(cast.police, world.requests[0], parts={"crime": "x"})
    with pytest.raises(Refused, match="answered this request already"):
        give_information(cast.police, world.requests[0], parts={"crime": "y"})
    assert AnswerPart.objects.count() == 1


def test_act_now_turns_the_referral_red_at_once(cast):
    world = asked(cast)
    give_information(cast.police, world.requests[0], parts={"crime": "A knife was shown today."}, act_now=True)
    held = Referral.objects.get(reference=world.reference)
    assert held.urgency == "red"
    live = Grant.objects.filter(file=held.file, kind="referral", ends_at__isnull=True)
    assert {(grant.team.reference, grant.due_for) for grant in live} == {
        ("front-door", "red matched"), ("emergency-duty", "red matched"),
    }  # fmt: skip
