"""Two people who may be one: a member of a family beside whoever else they may be, through the door; and joinings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actor import Actor
from agencies.languages import told
from agencies.models import Agency
from agencies.refusals import NotAllowed, NotFound
from agencies.vocabulary import AgencyKind, Purpose
from agencies.vocabulary import Role as Post
from cases.intake.selectors.faces import faces_of, people_sharing
from cases.likeness import Face, face
from cases.matching import Candidate, weigh
from cases.models import FamilyMember, Joining, Person, Whereabouts
from cases.selectors.head import Head, open_head, show
from cases.vocabulary import Sex
from datasharing import door
from datasharing.door import OpenFile
from datasharing.shown import Shown
from datasharing.vocabulary import Category, Reach

FRONT_DOOR = frozenset({Post.SCREENER, Post.DUTY_MANAGER})
JOINERS = FRONT_DOOR | {Post.KEY_WORKER, Post.TEAM_MANAGER}
MERGERS = FRONT_DOOR | {Post.TEAM_MANAGER}
MATCHERS = frozenset({Reach.REFERRAL})
LEADERS = frozenset({Reach.KEY_WORKER, Reach.SUPERVISION})
MOST = 20
NOT_YOURS = gettext_lazy("The front door, or whoever leads the work with this family, says that two people are one.")


@dataclass(frozen=True)
class Side:
    """One of the two. `reasons` say what speaks for their being one, and against."""

    subject: UUID
    name: Shown[str]
    date_of_birth: Shown[date]
    sex: Shown[str]
    numbers: Shown[str]
    places: tuple[Shown[str], ...]
    in_family: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class JoiningRow:
    """An earlier joining that can be taken apart."""

    id: int
    joined_at: datetime
    by: str


@dataclass(frozen=True)
class SamePersonSheet:
    """A member, whoever else they may be (likeliest first), and the joinings that stand."""

    head: Head
    person: Side
    others: tuple[Side, ...]
    joinings: tuple[JoiningRow, ...]

    def other(self, subject: UUID) -> Side:
        """One of the others. Raises NotFound for anybody else."""
        found = next((one for one in self.others if one.subject == subject), None)
        if found is None:
            raise NotFound(self.head.reference)
        return found


def reaches_of(actor: Actor) -> frozenset[Reach]:
    """By what reach this role says that two people are one."""
    return MATCHERS if actor.role in FRONT_DOOR else LEADERS


def mergers_reach(actor: Actor) -> frozenset[Reach]:
    """By what reach this role says that two records are of one family: never a key worker's alone."""
    return MATCHERS if actor.role in FRONT_DOOR else frozenset({Reach.SUPERVISION})


def same_person(actor: Actor, reference: str, subject: UUID) -> SamePersonSheet:
    """Whoever a member may be too. NotFound where family or member is not the actor's to know of."""
    with door.open_one(actor, reference) as file:
        if not file.reaches & reaches_of(actor):
            raise NotAllowed(str(NOT_YOURS))
        opened = open_head(file)
        if not may_be_joined(actor, file, subject, None):
            raise NotFound(reference)
        found = _others(actor, file, subject)
        sides = {side.subject: side for side in _sides(file, [subject, *found], found)}
        others = tuple(sides[one] for one in found if one in sides and sides[one].name.is_open)
        if subject not in sides or not sides[subject].name.is_open:
            raise NotFound(reference)
        rows = Joining.objects.filter(kept=subject, parted_at__isnull=True).select_related("joined_by__agency")
        joinings = tuple(
            JoiningRow(row.pk, row.joined_at, f"{Post(row.joined_by.role).label}, {row.joined_by.agency.name}")
            for row in rows.order_by("-joined_at")
        )
        return SamePersonSheet(opened.head, sides[subject], others, joinings)


def may_be_joined(actor: Actor, file: OpenFile, kept: UUID, gone: UUID | None) -> bool:
    """Whether `kept` is a member whom this actor knows of and `gone`, if anybody, somebody who is suggested."""
    file.know([kept])
    members = _members(file)
    if kept not in members or file.hides(kept) or not _open_to(file, [kept]):
        return False
    return gone is None or gone in _open_to(file, _others(actor, file, kept))


def _members(file: OpenFile) -> set[UUID]:
    rows = FamilyMember.objects.filter(family_id=file.id, left_on__isnull=True)
    return set(rows.values_list("person_id", flat=True))


def _others(actor: Actor, file: OpenFile, subject: UUID) -> dict[UUID, tuple[str, ...]]:
    """Who else it may be, with the reasons: members of the family; for the front door, whoever is found by likeness."""
    mine = faces_of([subject])
    members = _members(file) - {subject}
    matching = actor.role in FRONT_DOOR and actor.purpose == Purpose.MATCHING
    apart = {
        person
        for pair in Joining.objects.filter(Q(kept=subject) | Q(gone=subject), parted_at__isnull=False).values_list(
            "kept_id", "gone_id"
        )
        for person in pair
    }
    near = [one for one in people_sharing(mine) if one not in apart and one != subject] if matching else []
    file.know([subject, *members, *near])
    seen = [one for one in dict.fromkeys([*sorted(members), *near]) if not file.hides(one)]
    best = _best(mine, faces_of(seen))
    ranked = sorted(seen, key=lambda one: (-best[one].weight if one in best else 1, str(one)))
    found = {one: best[one].reasons if one in best else () for one in ranked if one in best or one in members}
    return dict(list(found.items())[:MOST])


def _best(mine: Iterable[object], theirs: Iterable[object]) -> dict[UUID, Candidate]:
    own: list[Face] = [face(one) for one in mine]  # type: ignore[arg-type]
    best: dict[UUID, Candidate] = {}
    for known in theirs:
        key = known.key  # type: ignore[attr-defined]
        for one in own:
            found = weigh(key, one, face(known))  # type: ignore[arg-type]
            if found and (key not in best or found.weight > best[key].weight):
                best[key] = found
    return best


def _open_to(file: OpenFile, subjects: Iterable[UUID]) -> set[UUID]:
    people = Person.objects.filter(pk__in=list(subjects)).values_list("pk", "supplier_id", "supplier__kind")
    return {
        person
        for person, supplier, kind in people
        if file.decide(Category.IDENTITY, supplier, AgencyKind(kind), (person,)).is_open
    }


def _sides(file: OpenFile, subjects: list[UUID], reasons: dict[UUID, tuple[str, ...]]) -> Iterable[Side]:
    members = _members(file)
    places: dict[UUID, list[tuple[str, Agency]]] = {}
    for row in Whereabouts.objects.filter(person__in=subjects).select_related("supplier"):
        words = ", ".join(part for part in (row.address, row.postcode) if part)
        places.setdefault(row.person_id, []).append((words, row.supplier))
    for person in Person.objects.filter(pk__in=subjects).select_related("supplier"):
        about = (person.pk,)
        numbers = (("NHS", person.nhs_number), ("pupil", person.upn), (_("National Insurance"), person.nino))
        said = ", ".join(f"{kind} {number}" for kind, number in numbers if number)

        yield Side(
            subject=person.pk,
            name=show(
                file,
                f"{person.given_name} {person.family_name}".strip() or _("Name not known"),
                Category.IDENTITY,
                person.supplier,
                about,
            ),
            date_of_birth=show(file, person.date_of_birth, Category.IDENTITY, person.supplier, about),
            sex=show(file, str(Sex(person.sex).label) if person.sex else "", Category.IDENTITY, person.supplier, about),
            numbers=show(file, said, Category.IDENTITY, person.supplier, about),
            places=tuple(
                dict.fromkeys(
                    show(file, words, Category.WHEREABOUTS, supplier, about)
                    for words, supplier in places.get(person.pk, [])
                )
            ),
            in_family=person.pk in members,
            reasons=tuple(told(one) for one in reasons.get(person.pk, ())),
        )
