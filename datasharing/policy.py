"""Who may see what, on what basis: the one decision. Pure: no tables, no clock, no settings.

`decide` takes the steps of the specification in their order; the first that answers ends it. Closed unless a rule
opens it. The answer explains itself: its level, the rules that gave it, or in plain words why it is closed.

Onward. A rule opens for its receiving kind and for nobody else, whatever `onward` says: what Jobcentre Plus supplied to
the council is read by the council under the council's rule, and by a voluntary or private body only under a rule that
names that body's kind as receiver. `none` and `subject_consent` add nothing to that (consent to passing on is not
recorded yet). A provider's rule with `funded_provider` waits for a record that the receiver pays for this work; there
is no such record yet, so it opens nothing.

Consent. A rule that needs consent opens nothing while no consent is recorded. Involvement with domestic abuse, mental
health or substance use services tells of them, so it needs consent even where its rule does not say so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agencies.actor import Actor
from agencies.vocabulary import AgencyKind, Purpose, Role
from datasharing.vocabulary import HOLDERS, Category, Level, NotFor, Onward, Reach, Route, ToldBy

PROVIDERS = frozenset({AgencyKind.VOLUNTARY, AgencyKind.EMPLOYMENT_PROVIDER})
"""Bodies that a council may pay for this work, so that `funded_provider` speaks of them."""

TELLING = frozenset({Category.DOMESTIC_ABUSE, Category.MENTAL_HEALTH, Category.SUBSTANCE_USE})
"""Categories of which involvement alone tells too much."""

NOT_OWN = frozenset({Reach.ASKED, Reach.MONITORING})
"""Reaches through which not even one's own agency's records are read without a rule."""

VERIFIED = "verified"
TO_CONFIRM = "to be confirmed by your information governance lead"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of information to be decided on. `supplier` is the id of the agency it came from."""

    category: Category
    supplier: int
    supplier_kind: AgencyKind
    subjects: frozenset[UUID] = frozenset()
    told_by: ToldBy = ToldBy.SYSTEM


@dataclass(frozen=True, slots=True)
class Standing:
    """How one actor stands to one family today.

    `reaches` are the kinds of the grants in force; `asked_about` the people ticked on open requests to the actor's
    agency.
    """

    inside_place: bool
    excluded: bool
    reaches: frozenset[Reach]
    asked_about: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class AgreedRule:
    """A rule of an agreement, and what tells whether it is in force: who signed, its dates, its suspension.

    `signed` are the ids of the agencies that had signed on the day of asking; `ends_on` is the last day.
    """

    agreement: str
    agreement_title: str
    supplier_kind: AgencyKind
    category: Category
    receiver_kind: AgencyKind
    roles: frozenset[Role]
    purpose: Purpose
    reaches: frozenset[Reach]
    level: Level
    gateway: str
    gateway_title: str
    provision: str
    confidence: str
    needs_consent: bool
    onward: Onward
    not_for: tuple[NotFor, ...]
    starts_on: date
    ends_on: date
    suspended: bool
    signed: frozenset[int]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is open: the agreement and gateway, or the reader's own agency's supply (`own`)."""

    agreement: str
    agreement_title: str
    gateway: str
    gateway_title: str
    provision: str
    confidence: str
    not_for: tuple[str, ...]
    onward: str
    own: bool
    words: str

    @property
    def code(self) -> str:
        """What the disclosure row keeps of it."""
        return "own" if self.own else f"{self.agreement}:{self.gateway}"


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer. `reasons` are empty when hidden; `why` is for the reader; `route` is what can be done about it."""

    level: Level
    reasons: tuple[Reason, ...]
    why: str
    route: Route

    @property
    def is_open(self) -> bool:
        """Whether the content itself may be shown."""
        return self.level is Level.OPEN


OWN = Reason("", "", "", "", "", VERIFIED, (), "", True, "Your own agency supplied this.")


def decide(actor: Actor, part: Part, standing: Standing, rules: Iterable[AgreedRule], on: date) -> Decision:
    """What this actor may see of this part on this day. `rules` may be any rules; only those that count are used."""
    # 1. A live post, and a family inside its place.
    if not actor.is_live(on):
        return _hidden("Your post is not held today.")
    if not standing.inside_place:
        return _hidden("This family lies outside your place.")
    # 2. A conflict of interest.
    if standing.excluded:
        return _hidden("You keep out of this family's record.")
    # 4. Reach, through a kind of grant that the actor's role can hold.
    reaches = held(actor.role, standing.reaches)
    if not reaches:
        return _hidden("This family is not yours to work with.")
    # 5. Rules of agreements in force.
    about = [rule for rule in rules if concerns(rule, actor, part)]
    counting = [rule for rule in about if not _why_not(rule, actor, part, standing, reaches, on)]
    # 6. What the actor's own agency supplied.
    own = part.supplier == actor.agency and bool(reaches - NOT_OWN)
    level = max([rule.level for rule in counting] + [Level.OPEN] * own, default=Level.HIDDEN)
    if level is Level.HIDDEN:
        # 8. Otherwise hidden.
        return _closed(actor, part, standing, reaches, on, about)
    reasons = (OWN,) * own + tuple(reason_of(rule) for rule in counting if rule.level is level)
    return Decision(level, reasons, reasons[0].words, Route.NONE if level is Level.OPEN else Route.ASK)


def held(role: Role, reaches: Iterable[Reach]) -> frozenset[Reach]:
    """Those of the reaches that this role can hold."""
    return frozenset(reach for reach in reaches if role in HOLDERS.get(reach, frozenset()))


def concerns(rule: AgreedRule, actor: Actor, part: Part) -> bool:
    """Whether a rule speaks of this supply to this kind of agency, for this purpose."""
    return (
        rule.supplier_kind == part.supplier_kind
        and rule.category == part.category
        and rule.receiver_kind == actor.kind
        and rule.purpose == actor.purpose
    )


def in_force(rule: AgreedRule, supplier: int, receiver: int, on: date) -> bool:
    """Both parties have signed, the day lies inside the agreement's dates, and it is not suspended."""
    return {supplier, receiver} <= rule.signed and rule.starts_on <= on <= rule.ends_on and not rule.suspended


def reason_of(rule: AgreedRule) -> Reason:
    """A rule as a reason, in the words that the reader sees."""
    words = f"{rule.agreement_title}, under the {rule.gateway_title}"
    if rule.confidence != VERIFIED:
        words += f" ({TO_CONFIRM})"
    return Reason(
        agreement=rule.agreement,
        agreement_title=rule.agreement_title,
        gateway=rule.gateway,
        gateway_title=rule.gateway_title,
        provision=rule.provision,
        confidence=rule.confidence if rule.confidence == VERIFIED else TO_CONFIRM,
        not_for=tuple(str(use.label) for use in rule.not_for),
        onward=str(rule.onward.label),
        own=False,
        words=words,
    )


def _why_not(
    rule: AgreedRule, actor: Actor, part: Part, standing: Standing, reaches: frozenset[Reach], on: date
) -> tuple[int, str, Route] | None:
    """Why a rule about this supply does not count: how near it came (higher is nearer), in words, and the route."""
    if actor.role not in rule.roles or not rule.reaches & reaches:
        return 1, f"“{rule.agreement_title}” does not open it to your role in this work.", Route.ASK
    if not _reaches_subjects(rule.reaches & reaches, part, standing):
        return 2, "Your agency was not asked about this.", Route.NONE
    if not in_force(rule, part.supplier, actor.agency, on):
        return 3, f"“{rule.agreement_title}” is not in force between the two agencies today.", Route.NONE
    if rule.onward is Onward.FUNDED_PROVIDER and rule.receiver_kind in PROVIDERS:
        return 4, f"“{rule.agreement_title}” opens it only to a provider that is paid for this work.", Route.NONE
    if rule.needs_consent or (rule.level is Level.INVOLVEMENT and rule.category in TELLING):
        return 5, "It needs the consent of the person it is about, and none is recorded.", Route.ASK
    return None


def _reaches_subjects(reaches: frozenset[Reach], part: Part, standing: Standing) -> bool:
    """Being asked reaches the people ticked and nobody else; any other reach, everyone in the family."""
    if reaches != {Reach.ASKED}:
        return True
    return bool(part.subjects) and part.subjects <= standing.asked_about


def _closed(
    actor: Actor,
    part: Part,
    standing: Standing,
    reaches: frozenset[Reach],
    on: date,
    about: list[AgreedRule],
) -> Decision:
    """Hidden, with the words of the rule that came nearest to opening it."""
    misses = [miss for rule in about if (miss := _why_not(rule, actor, part, standing, reaches, on))]
    if not misses:
        kinds = f"{part.supplier_kind.label} to share {part.category.label.lower()} with {actor.kind.label}"
        return Decision(Level.HIDDEN, (), f"No agreement allows {kinds} for this work.", Route.ASK)
    _, words, route = max(misses, key=lambda miss: miss[0])
    return Decision(Level.HIDDEN, (), words, route)


def _hidden(words: str) -> Decision:
    return Decision(Level.HIDDEN, (), words, Route.NONE)
