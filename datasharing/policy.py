"""Who may see what, on what basis: the one decision. Pure: no tables, no clock, no settings.

`decide` takes the steps of the specification in their order; the first that answers ends it, but that a guard caps
what the later steps give and emergency access may lift it. Closed unless a rule opens it. The answer explains itself:
its level, the rules that gave it, or in plain words why it is closed.

Onward. A rule opens for its receiving kind. Beyond that, *funded_provider* opens for a voluntary or private body that a
signed receiver pays for this work, and *subject_consent* for an agency to which everybody it is about has agreed to
just that. *any* and *none* add nobody: another agency comes in by a rule of its own.

Consent. A rule that needs consent counts only while everybody whom the part is about has consented to its category;
what is about nobody in particular has nobody to consent. Involvement with domestic abuse, mental health or substance
use services tells of them, so it needs consent even where its rule does not say so, and where a guard makes it of
something open.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from agencies.actor import Actor
from agencies.vocabulary import ROLES, AgencyKind, Purpose, Role
from agencies.words import Words
from datasharing.vocabulary import HOLDERS, Category, Level, NotFor, Onward, Reach, Route, ToldBy

PROVIDERS = frozenset({AgencyKind.VOLUNTARY, AgencyKind.EMPLOYMENT_PROVIDER})
"""Bodies that a council may pay for this work, so that `funded_provider` speaks of them."""

TELLING = frozenset({Category.DOMESTIC_ABUSE, Category.MENTAL_HEALTH, Category.SUBSTANCE_USE})
"""Categories of which involvement alone tells too much."""

NOT_OWN = frozenset({Reach.ASKED, Reach.MONITORING})
"""Reaches through which not even one's own agency's records are read without a rule."""

VERIFIED = "verified"
TO_CONFIRM = Words("to be confirmed by your information governance lead")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of information to be decided on. `supplier` is the id of the agency it came from."""

    category: Category
    supplier: int
    supplier_kind: AgencyKind
    subjects: frozenset[UUID] = frozenset()
    told_by: ToldBy = ToldBy.SYSTEM


@dataclass(frozen=True, slots=True)
class Barrier:
    """A restriction in force on a subject, for these categories; `named` are the posts that it does not close."""

    subject: UUID
    categories: frozenset[Category]
    sealed: bool
    named: frozenset[int] = frozenset()

    def stands_before(self, actor: Actor, part: Part) -> bool:
        """Whether it closes this part to this actor."""
        return self.subject in part.subjects and self.closes(actor, part.category)

    def closes(self, actor: Actor, category: Category) -> bool:
        """Whether it closes this category of its subject to this actor. A seal on identity seals every category."""
        if actor.post in self.named:
            return False
        return category in self.categories or (self.sealed and Category.IDENTITY in self.categories)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one actor stands to one family today.

    `reaches` are the kinds of the grants in force; `asked_about` the people ticked on open requests to the actor's
    agency; `barriers` the restrictions in force on the people concerned; `consents` who has consented to what;
    `onward` who has agreed that what may go on to this actor's agency; `emergency` the categories of the actor's
    emergency access, `specific` those of access that was asked for and given (None: no category is left out).
    """

    inside_place: bool
    excluded: bool
    reaches: frozenset[Reach]
    asked_about: frozenset[UUID] = frozenset()
    barriers: tuple[Barrier, ...] = ()
    consents: frozenset[tuple[UUID, Category]] = frozenset()
    onward: frozenset[tuple[UUID, Category]] = frozenset()
    emergency: frozenset[Category] = frozenset()
    specific: frozenset[Category] | None = None


@dataclass(frozen=True, slots=True)
class AgreedRule:
    """A rule of an agreement, and what tells whether it is in force: who signed, its dates, its suspension.

    `signed` are the ids of the agencies that had signed on the day of asking; `ends_on` is the last day; `payers` the
    agencies of the receiving kind that pay the reader's agency for this work on that day.
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
    payers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is open: the agreement and gateway, or the reader's own agency's supply (`own`).

    `emergency` tells that the rule alone would not have opened it.
    """

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
    emergency: bool = False

    @property
    def code(self) -> str:
        """What the disclosure row keeps of it."""
        code = "own" if self.own else f"{self.agreement}:{self.gateway}"
        return f"emergency:{code}" if self.emergency else code


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


GUARDED = Words("This is kept close. Its supplier works with this person; ask the supplier.")
IN_EMERGENCY = Words("Open by your emergency access, which will be reviewed.")
OWN = Reason("", "", "", "", "", VERIFIED, (), "", True, Words("Your own agency supplied this."))
UNKNOWN = Words("It is not known what this is about, so it stays closed.")
NOT_CLASSIFIED = Decision(Level.HIDDEN, (), UNKNOWN, Route.NONE)


def decide(actor: Actor, part: Part, standing: Standing, rules: Iterable[AgreedRule], on: date) -> Decision:
    """What this actor may see of this part on this day. `rules` may be any rules; only those that count are used."""
    # 1. A live post, and a family inside its place.
    if not actor.is_live(on):
        return _hidden(Words("Your post is not held today."))
    if not standing.inside_place:
        return _hidden(Words("This family lies outside your place."))
    # 2. A conflict of interest.
    if standing.excluded:
        return _hidden(Words("You keep out of this family's record."))
    # 3. Restrictions: a seal ends it, a guard caps it.
    barriers = [barrier for barrier in standing.barriers if barrier.stands_before(actor, part)]
    sealed, guarded = any(barrier.sealed for barrier in barriers), bool(barriers)
    about = [rule for rule in rules if concerns(rule, actor, part, standing)]
    reaches = _usable(actor, part, standing)
    if sealed:
        return _as_if_not_there(actor, part, standing, reaches, on, about)
    # 4. Reach, through a kind of grant that the actor's role can hold; 5. rules in force; 6. own supply.
    counting = _counting(about, actor, part, standing, reaches, on)
    own = part.supplier == actor.agency and bool(reaches - NOT_OWN)
    level = max([rule.level for rule in counting] + [Level.OPEN] * own, default=Level.HIDDEN)
    if guarded and level is Level.OPEN:
        telling = part.category in TELLING and not _consented(part, standing.consents)
        level = Level.HIDDEN if telling else Level.INVOLVEMENT
    # 7. Emergency access lifts want of reach or consent, and a guard; never a seal, an exclusion or an onward stop.
    if level is not Level.OPEN and _in_emergency(actor, part, standing):
        lifted = _lifted(actor, part, on, about)
        if lifted:
            return Decision(Level.OPEN, lifted, lifted[0].words, Route.NONE)
    # 8. Otherwise hidden.
    if level is Level.HIDDEN:
        return _closed(actor, part, standing, reaches, on, about, guarded)
    reasons = (OWN,) * own + tuple(reason_of(rule) for rule in counting if guarded or rule.level is level)
    if guarded:
        return Decision(level, reasons, GUARDED, _route(actor, guarded))
    return Decision(level, reasons, reasons[0].words, Route.NONE if level is Level.OPEN else Route.ASK)


def counting(actor: Actor, part: Part, standing: Standing, rules: Iterable[AgreedRule], on: date) -> list[AgreedRule]:
    """The rules that `decide` counts for this part: what opens it, but for own supply, emergencies and restrictions."""
    about = [rule for rule in rules if concerns(rule, actor, part, standing)]
    return _counting(about, actor, part, standing, _usable(actor, part, standing), on)


def _usable(actor: Actor, part: Part, standing: Standing) -> frozenset[Reach]:
    """The reaches by which this actor's role may come to this category."""
    reaches = held(actor.role, standing.reaches) - {Reach.EMERGENCY}
    if standing.specific is not None and part.category not in standing.specific:
        reaches -= {Reach.SPECIFIC}
    return reaches


def _counting(
    about: list[AgreedRule], actor: Actor, part: Part, standing: Standing, reaches: frozenset[Reach], on: date
) -> list[AgreedRule]:
    return [rule for rule in about if reaches and not _why_not(rule, actor, part, standing, reaches, on)]


def strictest(decisions: Iterable[Decision]) -> Decision:
    """What is derived is as closed as its strictest source: the lowest level, for its reasons and all the others.

    Of nothing, nothing is shown.
    """
    found = list(decisions)
    if not found:
        return _hidden(Words("It is not known what this was worked out from, so it stays closed."))
    lowest = min(found, key=lambda decision: decision.level)
    if lowest.level is Level.HIDDEN:
        return lowest
    reasons = tuple(dict.fromkeys(reason for decision in found for reason in decision.reasons))
    return Decision(lowest.level, reasons, lowest.why, lowest.route)


def held(role: Role, reaches: Iterable[Reach]) -> frozenset[Reach]:
    """Those of the reaches that this role can hold."""
    return frozenset(reach for reach in reaches if role in HOLDERS.get(reach, frozenset()))


def concerns(rule: AgreedRule, actor: Actor, part: Part, standing: Standing) -> bool:
    """Whether a rule speaks of this supply to this kind of agency, or goes on to it, for this purpose."""
    return (
        rule.supplier_kind == part.supplier_kind
        and rule.category == part.category
        and rule.purpose == actor.purpose
        and (rule.receiver_kind == actor.kind or _goes_on(rule, actor, part, standing))
    )


def in_force(rule: AgreedRule, supplier: int, receivers: frozenset[int], on: date) -> bool:
    """The supplier and one of the receivers have signed, the day lies inside the dates, and it is not suspended."""
    signed = supplier in rule.signed and bool(receivers & rule.signed)
    return signed and rule.starts_on <= on <= rule.ends_on and not rule.suspended


def reason_of(rule: AgreedRule) -> Reason:
    """A rule as a reason, in the words that the reader sees."""
    given = {"agreement": rule.agreement_title, "gateway": rule.gateway_title}
    words = Words("%(agreement)s, under the %(gateway)s", **given)
    if rule.confidence != VERIFIED:
        words = Words("%(agreement)s, under the %(gateway)s (%(confidence)s)", **given, confidence=TO_CONFIRM)
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


def _goes_on(rule: AgreedRule, actor: Actor, part: Part, standing: Standing) -> bool:
    """Whether what a rule gives its receiver may go on to this actor's agency."""
    if rule.onward is Onward.FUNDED_PROVIDER:
        return actor.kind in PROVIDERS and bool(rule.payers)
    return rule.onward is Onward.SUBJECT_CONSENT and _consented(part, standing.onward)


def _receivers(rule: AgreedRule, actor: Actor) -> frozenset[int]:
    """Whose signature makes a rule count for this actor: its own agency's, or that of whoever passes it on."""
    if rule.receiver_kind == actor.kind:
        return frozenset({actor.agency})
    return rule.payers if rule.onward is Onward.FUNDED_PROVIDER else rule.signed


def _needs_consent(rule: AgreedRule) -> bool:
    return rule.needs_consent or (rule.level is Level.INVOLVEMENT and rule.category in TELLING)


def _consented(part: Part, given: frozenset[tuple[UUID, Category]]) -> bool:
    """Whether everybody whom the part is about has agreed; nobody in particular cannot."""
    return bool(part.subjects) and all((subject, part.category) in given for subject in part.subjects)


def _why_not(
    rule: AgreedRule, actor: Actor, part: Part, standing: Standing, reaches: frozenset[Reach], on: date
) -> tuple[int, str, Route] | None:
    """Why a rule about this supply does not count: how near it came (higher is nearer), in words, and the route."""
    title = rule.agreement_title
    if actor.role not in rule.roles or not rule.reaches & reaches:
        return 1, Words("“%(agreement)s” does not open it to your role in this work.", agreement=title), Route.ASK
    if not _reaches_subjects(rule.reaches & reaches, part, standing):
        return 2, Words("Your agency was not asked about this."), Route.NONE
    if not in_force(rule, part.supplier, _receivers(rule, actor), on):
        words = Words("“%(agreement)s” is not in force between the two agencies today.", agreement=title)
        return 3, words, Route.NONE
    if rule.onward is Onward.FUNDED_PROVIDER and rule.receiver_kind in PROVIDERS and not rule.payers:
        words = Words("“%(agreement)s” opens it only to a provider that is paid for this work.", agreement=title)
        return 4, words, Route.NONE
    if _needs_consent(rule) and not _consented(part, standing.consents):
        return 5, Words("It needs the consent of the person it is about, and none is recorded."), Route.ASK
    return None


def _reaches_subjects(reaches: frozenset[Reach], part: Part, standing: Standing) -> bool:
    """Being asked reaches the people ticked and nobody else; any other reach, everyone in the family."""
    if reaches != {Reach.ASKED}:
        return True
    return bool(part.subjects) and part.subjects <= standing.asked_about


def _in_emergency(actor: Actor, part: Part, standing: Standing) -> bool:
    """Whether the actor has emergency access to this category of this family, in a role that may."""
    return Reach.EMERGENCY in held(actor.role, standing.reaches) and part.category in standing.emergency


def _lifted(actor: Actor, part: Part, on: date, about: list[AgreedRule]) -> tuple[Reason, ...]:
    """On what emergency access opens: own supply, and open rules that want nothing but reach or consent."""
    words = Words("%(words)s %(more)s", words=OWN.words, more=IN_EMERGENCY)
    own = (replace(OWN, words=words, emergency=True),) * (part.supplier == actor.agency)
    rules = [
        rule
        for rule in about
        if rule.level is Level.OPEN
        and in_force(rule, part.supplier, _receivers(rule, actor), on)
        and not (rule.onward is Onward.FUNDED_PROVIDER and rule.receiver_kind in PROVIDERS and not rule.payers)
    ]
    reasons = (reason_of(rule) for rule in rules)
    return own + tuple(
        replace(one, words=Words("%(words)s. %(more)s", words=one.words, more=IN_EMERGENCY), emergency=True)
        for one in reasons
    )


def _as_if_not_there(
    actor: Actor, part: Part, standing: Standing, reaches: frozenset[Reach], on: date, about: list[AgreedRule]
) -> Decision:
    """Sealed: what a reader is told who might not see it anyway. The answer tells nothing of a seal."""
    return replace(_closed(actor, part, standing, reaches, on, about, False), level=Level.HIDDEN)


def _closed(
    actor: Actor,
    part: Part,
    standing: Standing,
    reaches: frozenset[Reach],
    on: date,
    about: list[AgreedRule],
    guarded: bool,
) -> Decision:
    """Hidden, with the words of the rule that came nearest to opening it."""
    if not reaches:
        return _hidden(Words("This family is not yours to work with."))
    if guarded:
        return Decision(Level.HIDDEN, (), GUARDED, _route(actor, guarded))
    misses = [miss for rule in about if (miss := _why_not(rule, actor, part, standing, reaches, on))]
    if not misses:
        words = Words(
            "No agreement allows %(supplier)s to share %(category)s with %(receiver)s for this work.",
            supplier=part.supplier_kind.label,
            category=part.category.label.lower(),
            receiver=actor.kind.label,
        )
        return Decision(Level.HIDDEN, (), words, Route.ASK)
    _, why, route = max(misses, key=lambda miss: miss[0])
    return Decision(Level.HIDDEN, (), why, route)


def _route(actor: Actor, guarded: bool) -> Route:
    """What can be done about a guard: emergency access in a role that may take it, else asking."""
    return Route.EMERGENCY if guarded and ROLES[actor.role].emergency else Route.ASK


def _hidden(words: str) -> Decision:
    return Decision(Level.HIDDEN, (), words, Route.NONE)
