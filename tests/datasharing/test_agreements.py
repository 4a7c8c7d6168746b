"""Agreements: loaded as drafts, signed by each party's own lead, in force between those who signed, suspended."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from agencies.actor import Actor
from agencies.models import Agency, JournalEntry, Place
from agencies.operations.agencies import add_agency
from agencies.refusals import NotAllowed, NotFound, Refused
from agencies.vocabulary import AgencyKind, Role
from datasharing import door, grants
from datasharing.models import Agreement, FamilyFile, Funding, Gateway, Party, Rule, RulebookTurn
from datasharing.operations import load_rulebook, open_file, resume_agreement, sign_agreement, suspend_agreement
from datasharing.rulebook import RULEBOOK, RulebookUnreadable, agreements, gateways, supplies
from datasharing.selectors.agreements import agreement, agreement_register
from datasharing.selectors.rules import rulebook_for
from datasharing.vocabulary import HOLDERS, Category, Event, Reach
from tests.agreements import governance_lead, sign_rulebook
from tests.cast import Cast


@pytest.fixture
def file(cast: Cast) -> FamilyFile:
    """A family of the council's key worker."""
    opened = open_file(None, place=Place.objects.get(path="ashworth/north"))
    grants.give_grant(None, opened.id, Reach.KEY_WORKER, post=cast.key_worker.post)
    return opened


def lead_of(reference: str) -> Actor:
    return governance_lead(Agency.objects.get(reference=reference))


def sees_crime(cast: Cast, file: FamilyFile) -> bool:
    with door.open_one(cast.key_worker, file.reference) as opened:
        return opened.decide(Category.CRIME, cast.police.agency, AgencyKind.POLICE).is_open


def test_a_draft_opens_nothing_until_both_sides_have_signed(cast: Cast, file: FamilyFile) -> None:
    load_rulebook(None)
    assert not sees_crime(cast, file)
    sign_agreement(lead_of("ashworth-police"), "crime-and-disorder")
    assert not sees_crime(cast, file)
    sign_agreement(lead_of("ashworth-council"), "crime-and-disorder")
    assert sees_crime(cast, file)


def test_suspending_takes_effect_at_the_next_request_and_resuming_too(cast: Cast, file: FamilyFile) -> None:
    sign_rulebook()
    assert sees_crime(cast, file)
    suspend_agreement(lead_of("ashworth-police"), "crime-and-disorder")
    assert not sees_crime(cast, file)
    with pytest.raises(Refused, match="suspended already"):
        suspend_agreement(lead_of("ashworth-police"), "crime-and-disorder")
    resume_agreement(lead_of("ashworth-council"), "crime-and-disorder")
    assert sees_crime(cast, file)


def test_an_agreement_that_has_ended_opens_nothing(cast: Cast, file: FamilyFile) -> None:
    sign_rulebook()
    Agreement.objects.filter(reference="crime-and-disorder").update(
        starts_on=timezone.localdate() - timedelta(days=9), ends_on=timezone.localdate() - timedelta(days=1)
    )
    assert not sees_crime(cast, file)
    Party.objects.filter(agreement__reference="crime-and-disorder").update(signed_at=None)
    with pytest.raises(Refused, match="has ended"):
        sign_agreement(lead_of("ashworth-police"), "crime-and-disorder")


def test_only_a_partys_own_governance_lead_can_sign(cast: Cast) -> None:
    load_rulebook(None)
    with pytest.raises(NotAllowed, match="Only an information governance lead"):
        sign_agreement(cast.key_worker, "crime-and-disorder")
    with pytest.raises(NotAllowed, match="not a party"):
        sign_agreement(lead_of("ashworth-jcp"), "crime-and-disorder")
    with pytest.raises(NotFound):
        sign_agreement(cast.governance, "made-up")
    sign_agreement(cast.governance, "crime-and-disorder")
    with pytest.raises(Refused, match="signed this agreement already"):
        sign_agreement(cast.governance, "crime-and-disorder")
    party = Party.objects.get(agreement__reference="crime-and-disorder", agency_id=cast.governance.agency)
    assert party.signed_by == "Governance Cast, information governance lead"


def test_loading_twice_changes_nothing(cast: Cast) -> None:
    first = load_rulebook(None)
    assert len(first.drafted) == len(agreements()) and Gateway.objects.count() == len(gateways())
    rules, entries = list(Rule.objects.values_list("pk", flat=True)), JournalEntry.objects.count()
    again = load_rulebook(None)
    assert (again.drafted, again.rewritten, again.kept_as_signed, again.parties_added) == ((), (), (), 0)
    assert list(Rule.objects.values_list("pk", flat=True)) == rules and JournalEntry.objects.count() == entries


def test_a_draft_follows_the_file_and_what_was_signed_stays_as_signed(cast: Cast, tmp_path: Path) -> None:
    load_rulebook(None)
    sign_agreement(lead_of("ashworth-police"), "crime-and-disorder")
    edited = tmp_path / "rulebook.toml"
    edited.write_text(
        RULEBOOK.read_text().replace("not_for = [", 'not_for = ["fraud", ').replace('"fraud", "fraud"', '"fraud"')
    )
    loaded = load_rulebook(None, edited)
    assert "crime-and-disorder" in loaded.kept_as_signed and "direct-care" in loaded.rewritten
    assert not Rule.objects.filter(agreement__reference="crime-and-disorder", not_for__contains=["fraud"]).exists()
    assert Rule.objects.filter(agreement__reference="direct-care", not_for__contains=["fraud"]).exists()


def test_an_agency_that_comes_later_becomes_a_party_that_has_not_signed(cast: Cast) -> None:
    sign_rulebook()
    add_agency(
        None,
        "vale-school",
        name="Vale School",
        kind=AgencyKind.SCHOOL,
        place="ashworth",
        contact="Office: 0161 496 0001",
    )
    assert load_rulebook(None).parties_added >= 1
    assert Party.objects.filter(agency__reference="vale-school", signed_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("not toml [", "cannot be read"),
        ("[agreements.x]\ntitle = 'X'\n", "agreement x cannot be read"),
        (
            "[agreements.x]\ntitle='X'\nwords='X'\nstarts_on=2026-01-01\nends_on=2026-12-31\nreview_on=2026-06-01\n"
            "[[agreements.x.rules]]\nfrom=['police']\nto=['council']\ncategories=['nonsense']\nroles=['key_worker']\n"
            "purposes=['triage']\nreaches=['referral']\ngateway='CA04-10'\n",
            "nonsense",
        ),
    ],
)
def test_an_unreadable_rulebook_loads_nothing(cast: Cast, tmp_path: Path, wrong: str, words: str) -> None:
    path = tmp_path / "rulebook.toml"
    path.write_text(wrong)
    with pytest.raises(RulebookUnreadable, match=words):
        load_rulebook(None, path)
    assert not Agreement.objects.exists()


def test_the_register_and_the_agreement_say_where_things_stand(cast: Cast) -> None:
    load_rulebook(None)
    sign_agreement(cast.governance, "multiple-disadvantages")
    line = next(one for one in agreement_register(cast.governance) if one.reference == "multiple-disadvantages")
    assert (line.state, line.mine, line.signed) == ("Draft", "Signed", 1)
    sheet = agreement(cast.governance, "multiple-disadvantages")
    assert not sheet.may_sign and sheet.may_suspend
    assert [one.to_confirm for one in sheet.gateways] == ["to be confirmed by your information governance lead"]
    assert all("Health" not in rule.suppliers for rule in sheet.rules)
    assert len(sheet.rules) < 20


# What the shipped rulebook must never say, and must say.

RULES = [(one.reference, rule) for one in agreements() for rule in one.rules]


def test_jobcentre_plus_never_sees_health_or_police_and_police_never_health() -> None:
    shut = {AgencyKind.JOBCENTRE_PLUS: {AgencyKind.HEALTH, AgencyKind.POLICE}}
    private = {Category.PHYSICAL_HEALTH, Category.MENTAL_HEALTH, Category.SUBSTANCE_USE}
    for reference, rule in RULES:
        assert rule.supplier_kind not in shut.get(rule.receiver_kind, set()), reference
        if rule.receiver_kind in {AgencyKind.POLICE, AgencyKind.JOBCENTRE_PLUS}:
            assert rule.category not in private, reference


def test_multiple_disadvantages_never_opens_what_the_health_service_supplied() -> None:
    kinds = {kind for reference, rule in RULES if rule.gateway == "DEA17-35"
             for kind in (rule.supplier_kind, rule.receiver_kind)}  # fmt: skip
    assert AgencyKind.HEALTH not in kinds


def test_what_jobcentre_plus_tells_the_council_goes_on_to_nobody_but_a_funded_provider() -> None:
    found = [rule for _, rule in RULES if rule.gateway == "WRA12-131"]
    assert found and {str(rule.onward) for rule in found} == {"funded_provider"}
    assert all({"sanctions", "benefit_conditionality"} <= set(rule.not_for) for rule in found)
    benefits = [rule for _, rule in RULES if rule.category == Category.WORK_AND_BENEFITS]
    assert {rule.gateway for rule in benefits} == {"WRA12-131"}


def test_mental_health_and_substance_use_open_without_consent_for_safeguarding_alone() -> None:
    for reference, rule in RULES:
        if rule.category in {Category.MENTAL_HEALTH, Category.SUBSTANCE_USE} and not rule.needs_consent:
            assert reference == "safeguarding" or (reference, rule.level) == ("finding-families-health", "involvement")


def test_finding_families_counts_and_opens_nothing() -> None:
    found = [rule for reference, rule in RULES if reference.startswith("finding-families")]
    assert found
    assert {(rule.level, rule.purpose) for rule in found} == {("involvement", "matching")}


def test_safeguarding_rules_never_need_consent() -> None:
    assert not any(rule.needs_consent for reference, rule in RULES if reference == "safeguarding")


def test_family_costs_are_for_the_key_worker_and_the_manager() -> None:
    roles = {role for _, rule in RULES if rule.category == Category.MONEY for role in rule.roles}
    assert roles == {Role.KEY_WORKER, Role.TEAM_MANAGER}


def test_every_role_of_a_rule_can_hold_one_of_its_reaches() -> None:
    for reference, rule in RULES:
        for role in rule.roles:
            assert any(role in HOLDERS[reach] for reach in rule.reaches), (reference, role, rule.reaches)
        for reach in rule.reaches:
            assert HOLDERS[reach] & set(rule.roles), (reference, reach, rule.roles)


def test_every_category_has_usual_suppliers_for_its_padlock() -> None:
    assert all(supplies(category) for category in Category)


def test_drafting_signing_and_suspending_are_in_the_journal(cast: Cast) -> None:
    load_rulebook(None)
    sign_agreement(cast.governance, "direct-care")
    suspend_agreement(cast.governance, "direct-care")
    events = JournalEntry.objects.order_by("-id").values_list("event", flat=True)[:2]
    assert list(events) == [Event.AGREEMENT_SUSPENDED, Event.AGREEMENT_SIGNED]


def turn() -> int | None:
    return RulebookTurn.objects.values_list("number", flat=True).first()


def test_the_rulebook_is_read_once_until_anything_of_it_changes(
    cast: Cast, file: FamilyFile, django_assert_num_queries: Any
) -> None:
    sign_rulebook()
    on = timezone.localdate()
    first = rulebook_for(cast.key_worker, on)
    with django_assert_num_queries(1):
        assert rulebook_for(cast.key_worker, on) is first
    now = turn()
    with django_assert_num_queries(0):
        assert rulebook_for(cast.key_worker, on, turn=now) is first


CHANGES: dict[str, Callable[[], object]] = {
    "an agreement is suspended": lambda: Agreement.objects.update(suspended_at=timezone.now()),
    "a signature is taken back": lambda: Party.objects.update(signed_at=None),
    "a rule goes": lambda: Rule.objects.all()[0].delete(),
    "a gateway is confirmed": lambda: Gateway.objects.update(confidence="verified"),
    "a contact changes": lambda: Agency.objects.update(contact="0161 496 0001"),
    "a provider is paid": lambda: Funding.objects.create(
        payer=Agency.objects.get(reference="ashworth-council"), provider=Agency.objects.get(reference="bridge-project"),
        contract="C1", starts_on=timezone.localdate(), ends_on=timezone.localdate(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_any_change_turns_the_rulebook_and_one_that_is_rolled_back_turns_it_back(cast: Cast, what: str) -> None:
    sign_rulebook()
    on, before = timezone.localdate(), turn()
    held = rulebook_for(cast.key_worker, on)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        CHANGES[what]()
        inside = turn()
        assert inside != before and rulebook_for(cast.key_worker, on) is not held
        raise ZeroDivisionError
    assert turn() == before and rulebook_for(cast.key_worker, on) is held
    CHANGES[what]()
    assert turn() not in {before, inside}
