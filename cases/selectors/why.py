"""Why a reader sees each field of a family, and why not: by category, supplier, and whom it is about. By rule alone.

What is told of a field never depends on whether anything is recorded: it is the same for an empty record.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.languages import told
from agencies.refusals import NotFound
from agencies.vocabulary import AgencyKind
from cases.fields_in_words import fields_of
from cases.selectors.head import Head, open_head
from cases.selectors.people import people_in
from datasharing import door
from datasharing.door import OpenFile
from datasharing.policy import AgreedRule, Reason
from datasharing.rulebook import supplies
from datasharing.selectors.reaching import reach_until
from datasharing.vocabulary import Category, Onward, Reach


@dataclass(frozen=True)
class Person:
    """Somebody about whom the reader can ask."""

    subject: UUID
    name: str


@dataclass(frozen=True)
class Ground:
    """One basis on which something is open. `rule` is the agreement's rule in words; `until` its last day."""

    words: str
    gateway: str
    provision: str
    agreement: str
    rule: str
    onward: str
    not_for: tuple[str, ...]
    until: date | None


@dataclass(frozen=True)
class Line:
    """What one kind of agency supplies of a category: how far it is open, on what grounds, or why not and the route."""

    supplier: str
    level: str
    grounds: tuple[Ground, ...]
    why: str
    route: str
    contact: str

    @property
    def is_open(self) -> bool:
        """Whether its content is shown."""
        return self.level == "open"


@dataclass(frozen=True)
class Fields:
    """A category, the fields that are of it in the words of the pages, and a line for each kind that supplies it."""

    category: str
    title: str
    fields: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ReachRow:
    """Why the family is this reader's to work with, and until when (None: nobody has set an end)."""

    words: str
    until: datetime | None


@dataclass(frozen=True)
class WhySheet:
    """Every field on demand. `about` is the person asked about; None: the family as a whole."""

    head: Head
    people: tuple[Person, ...]
    about: Person | None
    reach: tuple[ReachRow, ...]
    groups: tuple[Fields, ...]


def why(actor: Actor, reference: str, *, person: UUID | None = None) -> WhySheet:
    """The sheet. NotFound where the family, or this person in it, is not the actor's to know of."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        people = tuple(Person(one.subject, one.known_as) for one in people_in(opened).members)
        about = next((one for one in people if one.subject == person), None)
        if person is not None and about is None:
            raise NotFound(reference)
        subjects = frozenset({about.subject}) if about else frozenset()
        ends = reach_until(actor, file.id)
        return WhySheet(
            head=opened.head,
            people=people,
            about=about,
            reach=tuple(ReachRow(str(Reach(kind).label), until) for kind, until in sorted(ends.items())),
            groups=tuple(_group(file, category, subjects) for category in Category),
        )


def person_asked(typed: str, reference: str) -> UUID | None:
    """The person whom an address asks about; nobody where it names none. NotFound for what is no anchor."""
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise NotFound(reference) from None


def _group(file: OpenFile, category: Category, subjects: frozenset[UUID]) -> Fields:
    return Fields(
        category=str(category),
        title=str(category.label),
        fields=tuple(told(one) for one in fields_of(category, _classified())),
        lines=tuple(_line(file, category, kind, subjects) for kind in supplies(category)),
    )


def _line(file: OpenFile, category: Category, kind: AgencyKind, subjects: frozenset[UUID]) -> Line:
    decision, rules, contact = file.explain(category, kind, subjects)
    return Line(
        supplier=str(kind.label),
        level=decision.level.word,
        grounds=tuple(dict.fromkeys([*map(_ground, rules), *map(_other, _unruled(decision.reasons, rules))])),
        why=decision.why,
        route=str(decision.route),
        contact=contact,
    )


def _unruled(reasons: tuple[Reason, ...], rules: list[AgreedRule]) -> list[Reason]:
    """Reasons that are no rule: own supply; and what emergency access lifted."""
    return [one for one in reasons if one.own or one.emergency or not rules]


def _ground(rule: AgreedRule) -> Ground:
    roles = ", ".join(sorted(str(role.label).lower() for role in rule.roles))
    reaches = ", ".join(sorted(str(reach.label).lower() for reach in rule.reaches))
    words = (
        _("%(supplier)s to %(receiver)s, for %(purpose)s: %(roles)s; %(reaches)s; with the person’s consent")
        if rule.needs_consent
        else _("%(supplier)s to %(receiver)s, for %(purpose)s: %(roles)s; %(reaches)s")
    )
    return Ground(
        words=_("%(agreement_title)s, under the %(gateway_title)s")
        % {"agreement_title": rule.agreement_title, "gateway_title": told(rule.gateway_title)},
        gateway=rule.gateway_title,
        provision=rule.provision,
        agreement=rule.agreement_title,
        rule=words
        % {
            "supplier": rule.supplier_kind.label,
            "receiver": rule.receiver_kind.label,
            "purpose": rule.purpose.label.lower(),
            "roles": roles,
            "reaches": reaches,
        },
        onward="" if rule.onward is Onward.ANY else str(rule.onward.label),
        not_for=tuple(str(use.label) for use in rule.not_for),
        until=rule.ends_on,
    )


def _other(reason: Reason) -> Ground:
    return Ground(
        reason.words, reason.gateway_title, reason.provision, reason.agreement_title, "", "", reason.not_for, None
    )


@cache
def _classified() -> dict[str, str]:
    """Each classified field by model and name, with its category or the way to one."""
    return {
        f"{model.__name__}.{name}": str(category)
        for model in apps.get_models()
        for name, category in getattr(model, "classified", {}).items()
    }
