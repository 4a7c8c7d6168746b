"""Who is whose in a family, worked out from links between two people: parents, partners, and siblings from parents.

No tables: every question is asked of the links that a reader may see; no answer ever rests on one that is closed.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Kin(TextChoices):
    """What two people are to each other. That somebody is a sibling is never recorded: it follows from parents."""

    BIRTH = "birth", _("Parent by birth")
    ADOPTIVE = "adoptive", _("Parent by adoption")
    STEP = "step", _("Step-parent")
    FOSTER = "foster", _("Foster parent")
    MARRIED = "married", _("Married or in a civil partnership")
    COHABITING = "cohabiting", _("Live together as a couple")
    SEPARATED = "separated", _("Separated")
    DIVORCED = "divorced", _("Divorced, or their civil partnership dissolved")


PARENTS = (Kin.BIRTH, Kin.ADOPTIVE, Kin.STEP, Kin.FOSTER)
PARTNERS = (Kin.MARRIED, Kin.COHABITING, Kin.SEPARATED, Kin.DIVORCED)

YOUNGEST_PARENT = 10
"""Years between a parent who had a child and that child, at the least."""
PARENTS_BY_BIRTH = 2


@dataclass(frozen=True, slots=True)
class KinLink:
    """Two people and what they are to each other; of a parent and a child, `one` is the parent."""

    kind: str
    one: UUID
    other: UUID

    @property
    def is_parent(self) -> bool:
        """Whether one is the other's parent, and no partner."""
        return self.kind in PARENTS

    def between(self, one: UUID, other: UUID) -> bool:
        """Whether it is about these two, whichever comes first."""
        return {self.one, self.other} == {one, other}


def parents_of(child: UUID, links: Iterable[KinLink]) -> dict[UUID, str]:
    """The parents of somebody, each with the kind of parent that they are."""
    return {link.one: link.kind for link in links if link.is_parent and link.other == child}


def children_of(parent: UUID, links: Iterable[KinLink]) -> dict[UUID, str]:
    """The children of somebody, each with the kind of parent that they have in them."""
    return {link.other: link.kind for link in links if link.is_parent and link.one == parent}


def partners_of(person: UUID, links: Iterable[KinLink]) -> dict[UUID, str]:
    """The partners of somebody, each with how they stand."""
    found = {}
    for link in links:
        if link.kind in PARTNERS and person in (link.one, link.other):
            found[link.other if link.one == person else link.one] = link.kind
    return found


def siblings_of(person: UUID, links: Collection[KinLink]) -> dict[UUID, bool]:
    """The siblings of somebody, and of each whether they share all their parents by birth or adoption, or some.

    Never recorded: children of one parent by birth or adoption are siblings.
    """
    lasting = [link for link in links if link.kind in (Kin.BIRTH, Kin.ADOPTIVE)]
    mine = set(parents_of(person, lasting))
    others = {other for parent in mine for other in children_of(parent, lasting)} - {person}
    return {other: len(mine) > 1 and set(parents_of(other, lasting)) == mine for other in others}


def descendants_of(person: UUID, links: Collection[KinLink]) -> set[UUID]:
    """Children, their children and so on; a ring of wrong records ends it."""
    found: set[UUID] = set()
    waiting = [person]
    while waiting:
        for child in children_of(waiting.pop(), links):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


def why_not(link: KinLink, links: Collection[KinLink], born: Mapping[UUID, date | None]) -> str:
    """Why this cannot be so beside what is known, in words; empty where it can. `born` are birth dates as known."""
    if link.one == link.other:
        return gettext("Choose two different people.")
    if any(known.kind == link.kind and _is_the_same_pair(known, link) for known in links):
        return gettext("This is recorded already.")
    if link.is_parent:
        return _why_no_parent(link, links, born)
    if any(known.is_parent and known.between(link.one, link.other) for known in links):
        return gettext("One of them is recorded as a parent of the other. Mend that first, if it is wrong.")
    return ""


def _why_no_parent(link: KinLink, links: Collection[KinLink], born: Mapping[UUID, date | None]) -> str:
    others = [known for known in links if not _is_the_same_pair(known, link)]
    if link.one in descendants_of(link.other, others):
        return gettext(
            "The parent comes from the child already, and nobody is their own ancestor. Is it the other way round?"
        )
    if any(known.kind in PARTNERS and known.between(link.one, link.other) for known in links):
        return gettext("They are recorded as partners. Mend that first, if it is wrong.")
    by_birth = [one for one, kind in parents_of(link.other, others).items() if kind == Kin.BIRTH]
    if link.kind == Kin.BIRTH and len(by_birth) >= PARENTS_BY_BIRTH:
        return gettext("Two parents by birth are recorded already. Mend that first, if one of them is wrong.")
    older, younger = born.get(link.one), born.get(link.other)
    if older is None or younger is None:
        return ""
    if older >= younger:
        return gettext(
            "The parent would be younger than the child. Is it the other way round, or is a date of birth wrong?"
        )
    if link.kind == Kin.BIRTH and older.replace(day=1, year=older.year + YOUNGEST_PARENT) > younger:
        words = gettext("The parent would have been under %(age)s years old at the birth. Is a date of birth wrong?")
        return words % {"age": YOUNGEST_PARENT}
    return ""


def _is_the_same_pair(known: KinLink, link: KinLink) -> bool:
    """Whether both are of one sort (parent and child in this order, or partners) and about the same two."""
    if known.is_parent != link.is_parent:
        return False
    return (known.one, known.other) == (link.one, link.other) if link.is_parent else known.between(link.one, link.other)
