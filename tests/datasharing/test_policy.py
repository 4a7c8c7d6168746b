"""The decision: its truth table, its properties, and injected faults that the table must find."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agencies.vocabulary import AgencyKind, Purpose, Role
from datasharing import policy
from datasharing.policy import AgreedRule, Barrier, Part, Standing, decide, strictest
from datasharing.vocabulary import HOLDERS, Category, Level, NotFor, Onward, Reach
from tests.datasharing import policy_cases
from tests.datasharing.policy_cases import ACTOR, PART, RULE, STANDING, TODAY, TOMORROW, YESTERDAY, Case
from tests.datasharing.policy_faults import FAULTS
from tests.datasharing.protection_cases import PROTECTION_CASES

EVERY_CASE = (*policy_cases.CASES, *PROTECTION_CASES)


@pytest.mark.parametrize("case", EVERY_CASE, ids=lambda case: case.words)
def test_the_truth_table_holds(case: Case) -> None:
    assert case.holds_for(policy)


def test_an_open_part_says_on_what_basis_and_what_it_is_not_for() -> None:
    decision = decide(ACTOR, PART, STANDING, [RULE], TODAY)
    (reason,) = decision.reasons
    assert reason.code == "crime-and-disorder:CDA98-115"
    assert reason.not_for == ("sanctions",)
    assert decision.why == "Crime and disorder, under the Crime and Disorder Act 1998 s115"


def test_what_is_not_verified_is_said_to_be_confirmed_by_the_governance_lead() -> None:
    decision = decide(ACTOR, PART, STANDING, [replace(RULE, confidence="recalled")], TODAY)
    assert "to be confirmed by your information governance lead" in decision.why
    assert decision.reasons[0].confidence == "to be confirmed by your information governance lead"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"suspended": True}, "not in force"),
        ({"needs_consent": True}, "consent"),
        ({"roles": frozenset({Role.SCREENER})}, "your role"),
        ({"receiver_kind": AgencyKind.FIRE}, "No agreement allows Police to share crime"),
    ],
)
def test_a_closed_part_says_why_in_plain_words(changes: dict[str, object], words: str) -> None:
    assert words in decide(ACTOR, PART, STANDING, [replace(RULE, **changes)], TODAY).why  # type: ignore[arg-type]


def test_the_words_are_those_of_the_rule_that_came_nearest() -> None:
    far, near = replace(RULE, roles=frozenset({Role.SCREENER})), replace(RULE, needs_consent=True)
    for rules in ([far, near], [near, far]):
        assert "consent" in decide(ACTOR, PART, STANDING, rules, TODAY).why


# Properties

KINDS = [AgencyKind.COUNCIL, AgencyKind.POLICE, AgencyKind.VOLUNTARY]
CATEGORIES = [Category.CRIME, Category.MENTAL_HEALTH, Category.NEEDS]
PURPOSES = [Purpose.DIRECT_SUPPORT, Purpose.TRIAGE]
SUBJECTS = st.frozensets(st.uuids(version=4), max_size=2)
DAYS = st.sampled_from([YESTERDAY, TODAY, TOMORROW, date(2020, 1, 1), date(2030, 1, 1)])

actors = st.builds(
    replace,
    st.just(ACTOR),
    agency=st.integers(1, 3),
    kind=st.sampled_from(KINDS),
    role=st.sampled_from(sorted(Role)),
    purpose=st.sampled_from(PURPOSES),
)
parts = st.builds(Part, st.sampled_from(CATEGORIES), st.integers(1, 3), st.sampled_from(KINDS), SUBJECTS)
standings = st.builds(
    Standing,
    st.sampled_from([True, True, True, False]),
    st.sampled_from([False, False, False, True]),
    st.frozensets(st.sampled_from(sorted(Reach)), max_size=4),
    SUBJECTS,
    st.lists(
        st.builds(Barrier, st.uuids(version=4), st.frozensets(st.sampled_from(CATEGORIES), min_size=1), st.booleans()),
        max_size=2,
    ).map(tuple),
)
rules = st.builds(
    replace,
    st.just(RULE),
    supplier_kind=st.sampled_from(KINDS),
    category=st.sampled_from(CATEGORIES),
    receiver_kind=st.sampled_from(KINDS),
    roles=st.frozensets(st.sampled_from(sorted(Role)), min_size=1),
    purpose=st.sampled_from(PURPOSES),
    reaches=st.frozensets(st.sampled_from(sorted(HOLDERS)), min_size=1),
    level=st.sampled_from([Level.INVOLVEMENT, Level.OPEN]),
    needs_consent=st.booleans(),
    onward=st.sampled_from(sorted(Onward)),
    starts_on=DAYS,
    ends_on=DAYS,
    suspended=st.booleans(),
    signed=st.frozensets(st.integers(1, 3), max_size=3),
)
books = st.lists(rules, max_size=6)


@given(actors, parts, standings)
def test_closed_unless_a_rule_opens_or_it_is_ones_own(actor, part, standing) -> None:  # type: ignore[no-untyped-def]
    decision = decide(actor, part, standing, [], TODAY)
    assert decision.level is Level.HIDDEN or part.supplier == actor.agency


@given(actors, parts, standings, books, rules)
@settings(max_examples=300)
def test_adding_a_rule_never_closes(actor, part, standing, book, rule) -> None:  # type: ignore[no-untyped-def]
    assert decide(actor, part, standing, [*book, rule], TODAY).level >= decide(actor, part, standing, book, TODAY).level


@given(actors, parts, standings, books)
@settings(max_examples=300)
def test_the_order_of_rules_makes_no_difference(actor, part, standing, book) -> None:  # type: ignore[no-untyped-def]
    one, other = (decide(actor, part, standing, found, TODAY) for found in (book, book[::-1]))
    assert one.level is other.level and {*one.reasons} == {*other.reasons}


@given(actors, parts, standings, books)
@settings(max_examples=300)
def test_what_is_open_stands_on_one_reason_alone(actor, part, standing, book) -> None:  # type: ignore[no-untyped-def]
    """No rule lends another anything: each rule given as a reason opens as far by itself."""
    decision = decide(actor, part, standing, book, TODAY)
    for reason in decision.reasons:
        alone = [[]] if reason.own else [[rule] for rule in book]
        assert any(decide(actor, part, standing, one, TODAY).level is decision.level for one in alone)


@given(actors, parts, standings, books)
@settings(max_examples=300)
def test_exclusion_place_and_post_close_whatever_the_rules(actor, part, standing, book) -> None:  # type: ignore[no-untyped-def]
    for shut in (replace(standing, excluded=True), replace(standing, inside_place=False)):
        assert decide(actor, part, shut, book, TODAY).level is Level.HIDDEN
    ended = replace(actor, ends_on=TODAY - timedelta(days=1))
    assert decide(ended, part, standing, book, TODAY).level is Level.HIDDEN


@given(actors, parts, standings, books, st.sampled_from(sorted(Reach)))
@settings(max_examples=300)
def test_more_reach_never_closes(actor, part, standing, book, reach) -> None:  # type: ignore[no-untyped-def]
    wider = replace(standing, reaches=standing.reaches | {reach})
    assert decide(actor, part, wider, book, TODAY).level >= decide(actor, part, standing, book, TODAY).level


@given(st.sets(st.sampled_from(sorted(NotFor))))
def test_uses_that_a_rule_forbids_reach_the_reader(uses: set[NotFor]) -> None:
    decision = decide(ACTOR, PART, STANDING, [replace(RULE, not_for=tuple(uses))], TODAY)
    assert set(decision.reasons[0].not_for) == {use.label for use in uses}


# Every condition of a rule is needed: without any one of them it is closed.

BREAKS: dict[str, Callable[[AgreedRule], AgreedRule]] = {
    "supplier kind": lambda rule: replace(rule, supplier_kind=AgencyKind.HEALTH),
    "category": lambda rule: replace(rule, category=Category.EDUCATION),
    "receiver kind": lambda rule: replace(rule, receiver_kind=AgencyKind.HEALTH),
    "role": lambda rule: replace(rule, roles=frozenset(Role) - {Role.KEY_WORKER}),
    "purpose": lambda rule: replace(rule, purpose=Purpose.STATISTICS),
    "reach": lambda rule: replace(rule, reaches=frozenset(Reach) - {Reach.KEY_WORKER}),
    "supplier's signature": lambda rule: replace(rule, signed=rule.signed - {PART.supplier}),
    "receiver's signature": lambda rule: replace(rule, signed=rule.signed - {ACTOR.agency}),
    "start": lambda rule: replace(rule, starts_on=TOMORROW),
    "end": lambda rule: replace(rule, ends_on=YESTERDAY),
    "suspension": lambda rule: replace(rule, suspended=True),
    "consent": lambda rule: replace(rule, needs_consent=True),
}


@pytest.mark.parametrize("condition", BREAKS)
def test_dropping_any_one_condition_of_a_rule_closes_it(condition: str) -> None:
    assert decide(ACTOR, PART, STANDING, [RULE], TODAY).is_open
    assert decide(ACTOR, PART, STANDING, [BREAKS[condition](RULE)], TODAY).level is Level.HIDDEN


# Faults injected into the source: the truth table must find every one.


@pytest.mark.parametrize("fault", FAULTS)
def test_the_truth_table_finds_an_injected_fault(fault: str) -> None:
    before, after = FAULTS[fault]
    source = Path(policy.__file__).read_text(encoding="utf-8")
    assert before in source, "the fault no longer fits the source"
    mutant = ModuleType("datasharing.mutant_policy")
    mutant.__dict__["__name__"] = "datasharing.policy"
    exec(compile(source.replace(before, after), "mutant", "exec"), mutant.__dict__)
    assert any(not _holds(case, mutant) for case in EVERY_CASE), f"not found: {fault}"


def _holds(case: Case, module: ModuleType) -> bool:
    try:
        return case.holds_for(module)
    except (ValueError, TypeError, IndexError):
        return False


# What is derived

LEVELS = {
    Level.OPEN: decide(ACTOR, PART, STANDING, [RULE], TODAY),
    Level.INVOLVEMENT: decide(ACTOR, PART, STANDING, [replace(RULE, level=Level.INVOLVEMENT)], TODAY),
    Level.HIDDEN: decide(ACTOR, PART, STANDING, [], TODAY),
}


@given(st.lists(st.sampled_from(sorted(Level)), min_size=1, max_size=5))
def test_what_is_derived_is_as_closed_as_its_strictest_source(levels: list[Level]) -> None:
    derived = strictest(LEVELS[level] for level in levels)
    assert derived.level is min(levels)
    assert bool(derived.reasons) == (derived.level is not Level.HIDDEN)
    assert derived.why


def test_of_nothing_nothing_is_shown() -> None:
    assert strictest([]).level is Level.HIDDEN


def test_a_seal_is_answered_in_words_that_somebody_without_any_agreement_would_get() -> None:
    sealed = replace(STANDING, barriers=(Barrier(next(iter(PART.subjects)), frozenset({PART.category}), True),))
    assert decide(ACTOR, PART, sealed, [RULE], TODAY) == decide(ACTOR, PART, STANDING, [], TODAY)


@given(actors, st.lists(parts, min_size=2, max_size=6), standings, books, SUBJECTS)
@settings(max_examples=300)
def test_of_people_of_whom_nothing_is_recorded_it_matters_only_whether_there_are_any(  # type: ignore[no-untyped-def]
    actor, some, standing, book, others
) -> None:
    """So one answer is kept for all families on which a reader stands alike."""
    nothing = frozenset()
    plain = replace(standing, barriers=(), consents=nothing, onward=nothing, asked_about=nothing)
    for part in some:
        like = replace(part, subjects=others if part.subjects and others else part.subjects)
        assert decide(actor, part, plain, book, TODAY) == decide(actor, like, plain, book, TODAY)
