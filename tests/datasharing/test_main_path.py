"""What the shipped rulebook opens to each reader on the main path, once everybody has signed: the whole of it."""

import pytest

from agencies.actor import Actor
from agencies.vocabulary import AgencyKind, Purpose
from datasharing.policy import AgreedRule, Part, Standing, decide
from datasharing.rulebook import agreements, gateways
from datasharing.vocabulary import Category, Level, Reach
from tests.datasharing.policy_cases import ACTOR, TODAY

KINDS = ("council", "police", "health", "jobcentre_plus", "school", "housing", "voluntary")
NUMBERS = {AgencyKind(kind): number for number, kind in enumerate(KINDS, 1)}
TITLES = {gateway.code: gateway.title for gateway in gateways()}
SHARED = ("identity", "whereabouts", "household", "agreement", "needs", "plan", "contacts", "money")

RULES = [
    AgreedRule(
        agreement=one.reference,
        agreement_title=one.title,
        supplier_kind=rule.supplier_kind,
        category=rule.category,
        receiver_kind=rule.receiver_kind,
        roles=frozenset(rule.roles),
        purpose=rule.purpose,
        reaches=frozenset(rule.reaches),
        level=Level[rule.level.upper()],
        gateway=rule.gateway,
        gateway_title=TITLES[rule.gateway],
        provision="",
        confidence=rule.confidence,
        needs_consent=rule.needs_consent,
        onward=rule.onward,
        not_for=rule.not_for,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        suspended=False,
        signed=frozenset(range(1, 30)),
    )
    for one in agreements()
    for rule in one.rules
]


def reader(kind: str, role: str, purpose: str) -> Actor:
    facts = {name: getattr(ACTOR, name) for name in ACTOR.__dataclass_fields__}
    agency = AgencyKind(kind)
    # Another agency of the kind than the one that supplies, so that own supply does not help.
    return type(ACTOR)(**{**facts, "kind": agency, "agency": 20, "role": role, "purpose": Purpose(purpose)})


def seen(actor: Actor, reach: str) -> set[str]:
    """Everything that is open, as "supplier category"."""
    standing = Standing(True, False, frozenset({Reach(reach)}))
    return {
        f"{kind} {category}"
        for kind, number in NUMBERS.items()
        for category in Category
        if decide(actor, Part(category, number, kind), standing, RULES, TODAY).is_open
    }


def partners(actor: Actor, reach: str) -> set[str]:
    """What is open of partners' own categories (not of the family's shared record)."""
    return {one for one in seen(actor, reach) if one.split()[1] not in SHARED}


def shared(actor: Actor, reach: str, supplier: str = "council") -> set[str]:
    """What is open of the family's shared record that the council keeps."""
    return {one.split()[1] for one in seen(actor, reach) if one.split()[0] == supplier and one.split()[1] in SHARED}


EDUCATION = {"council education", "school education", "voluntary education"}
HOUSING = {"council housing", "housing housing", "voluntary housing"}
POLICE = {"police crime", "police domestic_abuse"}
EVERYBODYS_SOCIAL_CARE = {f"{kind} social_care" for kind in KINDS if kind != "jobcentre_plus"}


@pytest.mark.parametrize("role", ["screener", "duty_manager"])
def test_the_front_door_sees_what_partners_may_lawfully_say(role: str) -> None:
    actor = reader("council", role, "triage")
    assert partners(actor, "referral") == (
        EDUCATION | HOUSING | POLICE | EVERYBODYS_SOCIAL_CARE
        | {"health physical_health", "jobcentre_plus work_and_benefits"}
    )  # fmt: skip
    for supplier in (*KINDS[:3], *KINDS[4:]):
        assert shared(actor, "referral", supplier) >= {"identity", "household", "needs", "agreement", "contacts"}
    assert shared(actor, "referral", "jobcentre_plus") >= {"identity", "household", "needs", "contacts"}


def test_each_panel_member_sees_their_part_of_the_pack() -> None:
    pack = {kind: partners(reader(kind, "panel_member", "triage"), "panel") for kind in KINDS}
    assert pack["council"] >= EDUCATION | HOUSING | POLICE | {"health physical_health"}
    assert pack["police"] == EDUCATION | HOUSING | POLICE | {"council social_care"}
    assert pack["health"] == EDUCATION | HOUSING | POLICE | {"council social_care", "health physical_health"}
    assert pack["jobcentre_plus"] == {"council housing", "housing housing"}
    assert pack["school"] == EDUCATION
    assert pack["housing"] == HOUSING
    assert pack["voluntary"] == set()
    for kind in KINDS:
        assert shared(reader(kind, "panel_member", "triage"), "panel") >= {"identity", "household", "needs"}


def test_a_key_worker_sees_the_whole_shared_record_whoever_employs_them() -> None:
    for kind in ("council", "health", "school", "housing", "voluntary"):
        assert shared(reader(kind, "key_worker", "direct_support"), "key_worker") == set(SHARED), kind


def test_a_key_worker_sees_of_partners_what_their_employer_may() -> None:
    seen_by = {kind: partners(reader(kind, "key_worker", "direct_support"), "key_worker") for kind in KINDS}
    usual = EDUCATION | HOUSING | {"council social_care"}
    assert seen_by["council"] == usual | POLICE | {"health physical_health", "jobcentre_plus work_and_benefits"}
    assert seen_by["health"] == usual | POLICE | {"health physical_health"}
    assert seen_by["school"] == seen_by["housing"] == seen_by["voluntary"] == usual


@pytest.mark.parametrize("kind", ["police", "health", "jobcentre_plus", "school"])
def test_a_partner_on_the_team_sees_the_plan_and_not_others_sensitive_records(kind: str) -> None:
    for role in ("team_member", "partner_contact"):
        actor = reader(kind, role, "direct_support")
        assert shared(actor, "team") - {"whereabouts"} == {"identity", "household", "agreement", "needs", "plan"}
        allowed = {"health physical_health"} if kind == "health" else set()
        assert partners(actor, "team") <= allowed


def test_the_manager_sees_the_work_and_what_it_cost() -> None:
    actor = reader("council", "team_manager", "supervision")
    assert shared(actor, "supervision") == set(SHARED)
    assert partners(actor, "supervision") >= POLICE | {"council education", "jobcentre_plus work_and_benefits"}
    assert shared(actor, "supervision", "voluntary") == set(SHARED)


def test_safeguarding_opens_much_to_social_workers_without_consent() -> None:
    actor = reader("council", "social_worker", "safeguarding")
    found = partners(actor, "protection")
    assert found >= POLICE | {"health mental_health", "health substance_use", "health physical_health"}
    assert found >= {"school education", "council social_care", "housing housing"}


def test_matching_shows_who_people_are_and_nothing_of_what_is_known() -> None:
    actor = reader("council", "screener", "matching")
    assert partners(actor, "front_door") == set()
    assert shared(actor, "front_door", "jobcentre_plus") >= {"identity", "whereabouts"}


def test_mental_health_and_substance_use_wait_for_consent_outside_safeguarding() -> None:
    for kind in KINDS:
        for role, purpose, reach in (
            ("screener", "triage", "referral"),
            ("panel_member", "triage", "panel"),
            ("key_worker", "direct_support", "key_worker"),
            ("team_manager", "supervision", "supervision"),
        ):
            found = partners(reader(kind, role, purpose), reach)
            assert not {one for one in found if one.endswith(("mental_health", "substance_use"))}
