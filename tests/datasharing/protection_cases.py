"""The truth table of `policy.decide`, its second half: onward, consent, restrictions and emergency access."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from agencies.vocabulary import AgencyKind, Role
from datasharing.policy import Barrier
from datasharing.vocabulary import Category, Onward, Reach, Route
from tests.datasharing.policy_cases import (
    BRIDGE,
    COUNCIL,
    HIDDEN,
    INVOLVEMENT,
    OMAR,
    OPEN,
    POLICE,
    RUTH,
    Case,
    reaching,
)


def behind(
    category: Category = Category.CRIME,
    *,
    subject: UUID = RUTH,
    sealed: bool = False,
    named: frozenset[int] = frozenset(),
) -> Mapping[str, Any]:
    """A standing with one restriction."""
    return {"barriers": (Barrier(subject, frozenset({category}), sealed, named),)}


def emergency(category: Category = Category.CRIME, *more: Reach) -> Mapping[str, Any]:
    """A standing by emergency access to one category, and whatever other reach there is."""
    return {"reaches": frozenset({Reach.EMERGENCY, *more}), "emergency": frozenset({category})}


PROVIDER = {"kind": AgencyKind.VOLUNTARY, "agency": BRIDGE}
SCHOOL = {"kind": AgencyKind.SCHOOL, "agency": 6}
PAID_ONWARD = {"onward": Onward.FUNDED_PROVIDER, "payers": frozenset({COUNCIL})}
ONWARD = {"onward": Onward.SUBJECT_CONSENT}
GOES_ON = {"onward": frozenset({(RUTH, Category.CRIME)})}
SAID_YES = frozenset({(RUTH, Category.CRIME)})
DUTY = {"role": Role.DUTY_MANAGER}
DUTY_RULE = ({"roles": frozenset({Role.DUTY_MANAGER}), "reaches": frozenset({Reach.REFERRAL})},)

PROTECTION_CASES = (
    # Onward to a paid provider, or with the person's agreement.
    Case("a provider that the council pays", OPEN, actor=PROVIDER, rules=({**PAID_ONWARD},)),
    Case("one that it no longer pays", HIDDEN, actor=PROVIDER, rules=({**PAID_ONWARD, "payers": frozenset()},)),
    Case(
        "one paid by a council that has not signed",
        HIDDEN,
        actor=PROVIDER,
        rules=({**PAID_ONWARD, "payers": frozenset({9})},),
    ),
    Case(
        "a school that the council pays is no provider",
        HIDDEN,
        actor={**PROVIDER, "kind": AgencyKind.SCHOOL},
        rules=({**PAID_ONWARD},),
    ),
    *(
        Case(
            f"a paid provider, onward {onward.value}",
            HIDDEN,
            actor=PROVIDER,
            rules=({**PAID_ONWARD, "onward": onward},),
        )
        for onward in (Onward.ANY, Onward.NONE, Onward.SUBJECT_CONSENT)
    ),
    Case(
        "a provider under its own rule as a funded provider, paid",
        OPEN,
        actor=PROVIDER,
        rules=(
            {
                "receiver_kind": AgencyKind.VOLUNTARY,
                "onward": Onward.FUNDED_PROVIDER,
                "signed": frozenset({POLICE, BRIDGE}),
                "payers": frozenset({COUNCIL}),
            },
        ),
    ),
    Case("onward where the person agreed to just that", OPEN, actor=SCHOOL, standing=GOES_ON, rules=({**ONWARD},)),
    Case("onward where nobody agreed", HIDDEN, actor=SCHOOL, rules=({**ONWARD},)),
    Case(
        "onward where one of two agreed",
        HIDDEN,
        actor=SCHOOL,
        part={"subjects": frozenset({RUTH, OMAR})},
        standing=GOES_ON,
        rules=({**ONWARD},),
    ),
    Case(
        "onward, agreed to for another category",
        HIDDEN,
        actor=SCHOOL,
        standing={"onward": frozenset({(RUTH, Category.NEEDS)})},
        rules=({**ONWARD},),
    ),
    Case(
        "onward agreed to, but the rule says nobody else",
        HIDDEN,
        actor=SCHOOL,
        standing=GOES_ON,
        rules=({**ONWARD, "onward": Onward.NONE},),
    ),
    # Consent.
    Case("consent given", OPEN, standing={"consents": SAID_YES}, rules=({"needs_consent": True},)),
    Case(
        "consent to another category",
        HIDDEN,
        standing={"consents": frozenset({(RUTH, Category.NEEDS)})},
        rules=({"needs_consent": True},),
    ),
    Case(
        "consent of somebody else",
        HIDDEN,
        standing={"consents": frozenset({(OMAR, Category.CRIME)})},
        rules=({"needs_consent": True},),
    ),
    Case(
        "consent of one of two",
        HIDDEN,
        part={"subjects": frozenset({RUTH, OMAR})},
        standing={"consents": SAID_YES},
        rules=({"needs_consent": True},),
    ),
    Case(
        "consent, about nobody in particular",
        HIDDEN,
        part={"subjects": frozenset()},
        standing={"consents": SAID_YES},
        rules=({"needs_consent": True},),
    ),
    Case("consent opens nothing without a rule", HIDDEN, standing={"consents": SAID_YES}, rules=()),
    Case(
        "consent to go on is no consent to the thing",
        HIDDEN,
        standing={"onward": SAID_YES},
        rules=({"needs_consent": True},),
    ),
    Case(
        "involvement with a service that tells, consented to",
        INVOLVEMENT,
        part={"category": Category.MENTAL_HEALTH},
        standing={"consents": frozenset({(RUTH, Category.MENTAL_HEALTH)})},
        rules=({"level": INVOLVEMENT, "category": Category.MENTAL_HEALTH},),
    ),
    # 3. Restrictions.
    Case("sealed", HIDDEN, standing=behind(sealed=True)),
    Case("sealed, own supply", HIDDEN, part={"supplier": COUNCIL}, standing=behind(sealed=True), rules=()),
    Case("sealed for another category", OPEN, standing=behind(Category.NEEDS, sealed=True)),
    Case("identity sealed seals every category", HIDDEN, standing=behind(Category.IDENTITY, sealed=True)),
    Case("identity guarded guards identity alone", OPEN, standing=behind(Category.IDENTITY)),
    Case("sealed for somebody else", OPEN, standing=behind(subject=OMAR, sealed=True)),
    Case(
        "sealed for one of two",
        HIDDEN,
        part={"subjects": frozenset({RUTH, OMAR})},
        standing=behind(subject=OMAR, sealed=True),
    ),
    Case("sealed, and named on it", OPEN, standing=behind(sealed=True, named=frozenset({7}))),
    Case("sealed, and somebody else named", HIDDEN, standing=behind(sealed=True, named=frozenset({8}))),
    Case("named, but no rule opens it", HIDDEN, standing=behind(sealed=True, named=frozenset({7})), rules=()),
    Case("guarded", INVOLVEMENT, standing=behind(), route=Route.ASK),
    Case("guarded, own supply", INVOLVEMENT, part={"supplier": COUNCIL}, standing=behind(), own=True),
    Case("guarded, and named on it", OPEN, standing=behind(named=frozenset({7}))),
    Case("guarded gives nothing where no rule does", HIDDEN, standing=behind(), rules=()),
    Case("guarded, under a rule of involvement", INVOLVEMENT, standing=behind(), rules=({"level": INVOLVEMENT},)),
    Case(
        "guarded, of a service that tells, without consent",
        HIDDEN,
        part={"category": Category.DOMESTIC_ABUSE},
        standing=behind(Category.DOMESTIC_ABUSE),
        rules=({"category": Category.DOMESTIC_ABUSE},),
    ),
    Case(
        "guarded, of a service that tells, with consent",
        INVOLVEMENT,
        part={"category": Category.DOMESTIC_ABUSE},
        standing={**behind(Category.DOMESTIC_ABUSE), "consents": frozenset({(RUTH, Category.DOMESTIC_ABUSE)})},
        rules=({"category": Category.DOMESTIC_ABUSE},),
    ),
    Case(
        "guarded and sealed", HIDDEN, standing={"barriers": (*behind()["barriers"], *behind(sealed=True)["barriers"])}
    ),
    Case(
        "guarded, in a role that may take emergency access",
        INVOLVEMENT,
        actor=DUTY,
        standing={**reaching(Reach.REFERRAL), **behind()},
        rules=DUTY_RULE,
        route=Route.EMERGENCY,
    ),
    # 7. Emergency access.
    Case("an emergency without any other reach", OPEN, actor=DUTY, standing=emergency(), rules=DUTY_RULE),
    Case("an emergency for another category", HIDDEN, actor=DUTY, standing=emergency(Category.NEEDS), rules=DUTY_RULE),
    Case("a role that may take none", HIDDEN, standing=emergency()),
    Case(
        "an emergency lifts want of consent",
        OPEN,
        actor=DUTY,
        standing=emergency(),
        rules=({**DUTY_RULE[0], "needs_consent": True},),
    ),
    Case(
        "an emergency lifts want of the rule's reach",
        OPEN,
        actor=DUTY,
        standing=emergency(Category.CRIME, Reach.REFERRAL),
        rules=({**DUTY_RULE[0], "reaches": frozenset({Reach.PANEL})},),
    ),
    Case("an emergency lifts a guard", OPEN, actor=DUTY, standing={**emergency(), **behind()}, rules=DUTY_RULE),
    Case(
        "an emergency never lifts a seal",
        HIDDEN,
        actor=DUTY,
        standing={**emergency(), **behind(sealed=True)},
        rules=DUTY_RULE,
    ),
    Case(
        "an emergency never lifts an exclusion",
        HIDDEN,
        actor=DUTY,
        standing={**emergency(), "excluded": True},
        rules=DUTY_RULE,
    ),
    Case(
        "an emergency outside the place",
        HIDDEN,
        actor=DUTY,
        standing={**emergency(), "inside_place": False},
        rules=DUTY_RULE,
    ),
    Case("an emergency without any rule", HIDDEN, actor=DUTY, standing=emergency(), rules=()),
    Case(
        "an emergency, own supply",
        OPEN,
        actor=DUTY,
        standing=emergency(),
        part={"supplier": COUNCIL},
        rules=(),
        own=True,
    ),
    Case(
        "an emergency under an agreement that is not in force",
        HIDDEN,
        actor=DUTY,
        standing=emergency(),
        rules=({**DUTY_RULE[0], "suspended": True},),
    ),
    Case(
        "an emergency under a rule of involvement alone",
        HIDDEN,
        actor=DUTY,
        standing=emergency(),
        rules=({**DUTY_RULE[0], "level": INVOLVEMENT},),
    ),
    Case(
        "an emergency never lifts an onward stop",
        HIDDEN,
        actor={**DUTY, "kind": AgencyKind.VOLUNTARY, "agency": BRIDGE},
        standing=emergency(),
        rules=({**DUTY_RULE[0], **PAID_ONWARD, "payers": frozenset()},),
    ),
    Case(
        "an emergency never makes a provider a paid one",
        HIDDEN,
        actor={**DUTY, "kind": AgencyKind.VOLUNTARY, "agency": BRIDGE},
        standing=emergency(),
        rules=(
            {
                **DUTY_RULE[0],
                "receiver_kind": AgencyKind.VOLUNTARY,
                "onward": Onward.FUNDED_PROVIDER,
                "signed": frozenset({POLICE, BRIDGE}),
            },
        ),
    ),
    Case(
        "categories without the grant",
        HIDDEN,
        actor=DUTY,
        standing={"reaches": frozenset(), "emergency": frozenset({Category.CRIME})},
        rules=DUTY_RULE,
    ),
    Case(
        "the grant serves no rule as a reach",
        HIDDEN,
        actor=DUTY,
        standing=emergency(Category.NEEDS),
        rules=({**DUTY_RULE[0], "reaches": frozenset({Reach.EMERGENCY})},),
    ),
    Case(
        "the grant serves no own supply as a reach",
        HIDDEN,
        actor=DUTY,
        standing=emergency(Category.NEEDS),
        part={"supplier": COUNCIL},
        rules=(),
    ),
    Case(
        "an emergency lifts a guard on what was open",
        OPEN,
        actor=DUTY,
        standing={**emergency(Category.CRIME, Reach.REFERRAL), **behind()},
        rules=DUTY_RULE,
    ),
)
