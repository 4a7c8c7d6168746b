"""The truth table of `policy.decide`: one fact changed at a time from a case that is open, and what must come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import ModuleType
from typing import Any
from uuid import UUID

from agencies.actor import Actor
from agencies.vocabulary import AgencyKind, Purpose, Role
from datasharing.policy import AgreedRule, Part, Standing
from datasharing.vocabulary import Category, Level, NotFor, Onward, Reach, Route

TODAY = date(2026, 11, 22)
YESTERDAY, TOMORROW = date(2026, 11, 21), date(2026, 11, 23)
COUNCIL, POLICE, HEALTH, JCP, BRIDGE = 1, 2, 3, 4, 5
RUTH, OMAR = UUID(int=1), UUID(int=2)

ACTOR = Actor(
    post=7,
    practitioner=UUID(int=70),
    agency=COUNCIL,
    agency_name="Ashworth Council",
    kind=AgencyKind.COUNCIL,
    role=Role.KEY_WORKER,
    place="ashworth",
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    purpose=Purpose.DIRECT_SUPPORT,
)
PART = Part(Category.CRIME, POLICE, AgencyKind.POLICE, frozenset({RUTH}))
STANDING = Standing(True, False, frozenset({Reach.KEY_WORKER}))
RULE = AgreedRule(
    agreement="crime-and-disorder",
    agreement_title="Crime and disorder",
    supplier_kind=AgencyKind.POLICE,
    category=Category.CRIME,
    receiver_kind=AgencyKind.COUNCIL,
    roles=frozenset({Role.KEY_WORKER}),
    purpose=Purpose.DIRECT_SUPPORT,
    reaches=frozenset({Reach.KEY_WORKER, Reach.TEAM}),
    level=Level.OPEN,
    gateway="CDA98-115",
    gateway_title="Crime and Disorder Act 1998 s115",
    provision="A power to disclose",
    confidence="verified",
    needs_consent=False,
    onward=Onward.ANY,
    not_for=(NotFor.SANCTIONS,),
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    suspended=False,
    signed=frozenset({COUNCIL, POLICE}),
)


@dataclass(frozen=True)
class Case:
    """A sentence, what differs from the open case, and the level that must come of it."""

    words: str
    level: Level
    actor: Mapping[str, Any] = field(default_factory=dict)
    part: Mapping[str, Any] = field(default_factory=dict)
    standing: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[Mapping[str, Any], ...] = ({},)
    on: date = TODAY
    own: bool | None = None
    route: Route | None = None

    def holds_for(self, policy: ModuleType) -> bool:
        """Whether that module's `decide` gives the level, and the own supply and route that the case speaks of."""
        rules = [replace(RULE, **changes) for changes in self.rules]
        actor, part = replace(ACTOR, **self.actor), replace(PART, **self.part)
        standing = replace(STANDING, **self.standing)
        barriers = tuple(
            policy.Barrier(one.subject, one.categories, one.sealed, one.named) for one in standing.barriers
        )
        decision = policy.decide(actor, part, replace(standing, barriers=barriers), rules, self.on)
        return (
            decision.level is self.level
            and bool(decision.why)
            and bool(decision.reasons) == (self.level is not Level.HIDDEN)
            and (self.own is None or any(reason.own for reason in decision.reasons) == self.own)
            and (self.route is None or decision.route is self.route)
        )


def reaching(*reaches: Reach, **facts: Any) -> Mapping[str, Any]:
    """A standing with these reaches."""
    return {"reaches": frozenset(reaches), **facts}


OWN_PART = {"supplier": COUNCIL, "supplier_kind": AgencyKind.COUNCIL, "category": Category.NEEDS}
ASKED_RULE = {"reaches": frozenset({Reach.ASKED}), "roles": frozenset({Role.KEY_WORKER})}
HIDDEN, INVOLVEMENT, OPEN = Level.HIDDEN, Level.INVOLVEMENT, Level.OPEN

CASES = (
    Case("a rule in force opens", OPEN, own=False, route=Route.NONE),
    # 1. Post and place.
    Case("on the first day of the post", OPEN, actor={"starts_on": TODAY}),
    Case("on the last day of the post", OPEN, actor={"ends_on": TODAY}),
    Case("a post without an end", OPEN, actor={"ends_on": None}),
    Case("the day after the post ended", HIDDEN, actor={"ends_on": YESTERDAY}),
    Case("the day before the post begins", HIDDEN, actor={"starts_on": TOMORROW}),
    Case("own supply, after the post ended", HIDDEN, actor={"ends_on": YESTERDAY}, part=OWN_PART),
    Case("a family outside the place", HIDDEN, standing={"inside_place": False}),
    Case("own supply on a family outside the place", HIDDEN, standing={"inside_place": False}, part=OWN_PART),
    # 2. Excluded.
    Case("a conflict of interest", HIDDEN, standing={"excluded": True}, route=Route.NONE),
    Case("own supply in a conflict of interest", HIDDEN, standing={"excluded": True}, part=OWN_PART),
    # 4. Reach.
    Case("no reach", HIDDEN, standing=reaching(), route=Route.NONE),
    Case("no reach, own supply", HIDDEN, standing=reaching(), part=OWN_PART),
    Case("a reach that the role cannot hold", HIDDEN, standing=reaching(Reach.SUPERVISION), part=OWN_PART),
    Case(
        "a reach that the role cannot hold, though the rule speaks of it",
        HIDDEN,
        standing=reaching(Reach.SUPERVISION),
        rules=({"reaches": frozenset({Reach.SUPERVISION})},),
    ),
    Case(
        "that reach beside one that the role holds but the rule does not speak of",
        HIDDEN,
        standing=reaching(Reach.SUPERVISION, Reach.TEAM),
        rules=({"reaches": frozenset({Reach.SUPERVISION})},),
    ),
    Case("another reach of the rule", OPEN, standing=reaching(Reach.TEAM)),
    Case("a reach that the rule does not speak of", HIDDEN, standing=reaching(Reach.MONITORING), route=Route.ASK),
    # 5. Rules.
    Case("no rule at all", HIDDEN, rules=(), route=Route.ASK),
    Case("a rule for another supplier kind", HIDDEN, rules=({"supplier_kind": AgencyKind.HEALTH},)),
    Case("a rule for another category", HIDDEN, rules=({"category": Category.DOMESTIC_ABUSE},)),
    Case("a rule for another receiving kind", HIDDEN, rules=({"receiver_kind": AgencyKind.SCHOOL},)),
    Case("a rule for another role", HIDDEN, rules=({"roles": frozenset({Role.TEAM_MANAGER})},)),
    Case("a rule for another purpose", HIDDEN, rules=({"purpose": Purpose.TRIAGE},)),
    Case("a rule for another reach", HIDDEN, rules=({"reaches": frozenset({Reach.TEAM})},)),
    Case("not signed by the supplier", HIDDEN, rules=({"signed": frozenset({COUNCIL})},)),
    Case("not signed by the receiver", HIDDEN, rules=({"signed": frozenset({POLICE})},)),
    Case("signed by others of the same kind alone", HIDDEN, rules=({"signed": frozenset({COUNCIL, 22})},)),
    Case("on the first day of the agreement", OPEN, rules=({"starts_on": TODAY},)),
    Case("on the last day of the agreement", OPEN, rules=({"ends_on": TODAY},)),
    Case("before the agreement begins", HIDDEN, rules=({"starts_on": TOMORROW},)),
    Case("after the agreement ended", HIDDEN, rules=({"ends_on": YESTERDAY},)),
    Case("a suspended agreement", HIDDEN, rules=({"suspended": True},)),
    Case("a rule that needs consent", HIDDEN, rules=({"needs_consent": True},), route=Route.ASK),
    Case("no consent, but another rule that needs none", OPEN, rules=({"needs_consent": True}, {})),
    Case(
        "rules do not lend each other role and reach",
        HIDDEN,
        rules=({"roles": frozenset({Role.TEAM_MANAGER})}, {"reaches": frozenset({Reach.PANEL})}),
    ),
    Case(
        "rules do not lend each other signatures and consent",
        HIDDEN,
        rules=({"signed": frozenset({POLICE})}, {"needs_consent": True}),
    ),
    Case("involvement alone", INVOLVEMENT, rules=({"level": INVOLVEMENT},), route=Route.ASK),
    Case("the highest level counts", OPEN, rules=({"level": INVOLVEMENT}, {})),
    Case("the highest level counts in any order", OPEN, rules=({}, {"level": INVOLVEMENT})),
    *(
        Case(
            f"involvement with {category.label} needs consent",
            HIDDEN,
            part={"category": category},
            rules=({"level": INVOLVEMENT, "category": category},),
        )
        for category in (Category.DOMESTIC_ABUSE, Category.MENTAL_HEALTH, Category.SUBSTANCE_USE)
    ),
    Case(
        "domestic abuse is open under a rule that opens it",
        OPEN,
        part={"category": Category.DOMESTIC_ABUSE},
        rules=({"category": Category.DOMESTIC_ABUSE},),
    ),
    # Onward.
    *(
        Case(f"the direct receiver, onward {onward.value}", OPEN, rules=({"onward": onward},))
        for onward in (Onward.NONE, Onward.FUNDED_PROVIDER, Onward.SUBJECT_CONSENT)
    ),
    *(
        Case(
            f"a voluntary body under the council's rule, onward {onward.value}, unpaid and not agreed to",
            HIDDEN,
            actor={"kind": AgencyKind.VOLUNTARY, "agency": BRIDGE},
            rules=({"onward": onward, "signed": frozenset({COUNCIL, POLICE, BRIDGE})},),
        )
        for onward in Onward
    ),
    *(
        Case(
            f"a {kind.label} under its own rule as a funded provider, with no record of funding",
            HIDDEN,
            actor={"kind": kind, "agency": BRIDGE},
            rules=(
                {
                    "receiver_kind": kind,
                    "onward": Onward.FUNDED_PROVIDER,
                    "signed": frozenset({POLICE, BRIDGE}),
                },
            ),
        )
        for kind in (AgencyKind.VOLUNTARY, AgencyKind.EMPLOYMENT_PROVIDER)
    ),
    Case(
        "a voluntary body under its own rule",
        OPEN,
        actor={"kind": AgencyKind.VOLUNTARY, "agency": BRIDGE},
        rules=({"receiver_kind": AgencyKind.VOLUNTARY, "signed": frozenset({POLICE, BRIDGE})},),
    ),
    # Asked.
    Case(
        "asked about the person",
        OPEN,
        standing=reaching(Reach.ASKED, asked_about=frozenset({RUTH})),
        rules=(ASKED_RULE,),
    ),
    Case(
        "asked about somebody else",
        HIDDEN,
        standing=reaching(Reach.ASKED, asked_about=frozenset({OMAR})),
        rules=(ASKED_RULE,),
    ),
    Case(
        "asked about one of two",
        HIDDEN,
        standing=reaching(Reach.ASKED, asked_about=frozenset({RUTH})),
        part={"subjects": frozenset({RUTH, OMAR})},
        rules=(ASKED_RULE,),
    ),
    Case(
        "asked, of something about nobody in particular",
        HIDDEN,
        standing=reaching(Reach.ASKED, asked_about=frozenset({RUTH})),
        part={"subjects": frozenset()},
        rules=(ASKED_RULE,),
    ),
    Case(
        "asked about one, and on the team for all",
        OPEN,
        standing=reaching(Reach.ASKED, Reach.TEAM, asked_about=frozenset({RUTH})),
        part={"subjects": frozenset({OMAR})},
        rules=({"reaches": frozenset({Reach.ASKED, Reach.TEAM})},),
    ),
    Case(
        "on the team, and asked about one, under a rule that speaks of asking alone",
        HIDDEN,
        standing=reaching(Reach.ASKED, Reach.TEAM, asked_about=frozenset({RUTH})),
        part={"subjects": frozenset({OMAR})},
        rules=(ASKED_RULE,),
    ),
    # 6. Own supply.
    Case("own supply without any rule", OPEN, part=OWN_PART, rules=(), own=True),
    Case("own supply beside a rule", OPEN, part={"supplier": COUNCIL}, rules=({"signed": frozenset({1})},), own=True),
    Case("own supply when merely asked", HIDDEN, part=OWN_PART, standing=reaching(Reach.ASKED), rules=()),
    Case("own supply when monitoring", HIDDEN, part=OWN_PART, standing=reaching(Reach.MONITORING), rules=()),
    Case("own supply when asked and on the team", OPEN, part=OWN_PART, standing=reaching(Reach.ASKED, Reach.TEAM)),
    Case("another agency of one's own kind", HIDDEN, part={**OWN_PART, "supplier": 9}, rules=()),
)
