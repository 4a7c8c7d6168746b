"""The genogram of a family: everybody whom the reader may know of, whose they are, and who lives with whom.

Worked out from what this reader may see and from nothing else: a person who is sealed leaves no gap, and no line.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.languages import told
from agencies.words import Words
from cases.kinship import Kin, KinLink, children_of, parents_of, partners_of, siblings_of
from cases.pictures.genogram import NARROW, WIDE, Drawing, draw
from cases.selectors.head import Head, Section, open_head, section
from cases.selectors.kinships import KinRow, kin_rows, links_of
from cases.selectors.people import Member, people_in
from datasharing import door
from datasharing.vocabulary import Category

T = TypeVar("T")

SHORT = {
    Kin.BIRTH: Words("by birth"),
    Kin.ADOPTIVE: Words("by adoption"),
    Kin.STEP: Words("step"),
    Kin.FOSTER: Words("foster"),
    Kin.MARRIED: Words("married"),
    Kin.COHABITING: Words("live together"),
    Kin.SEPARATED: Words("separated"),
    Kin.DIVORCED: Words("divorced"),
}


@dataclass(frozen=True)
class Home:
    """One address and the people last said to be there, by name. `number` is how the picture speaks of it."""

    number: int
    address: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class Relative:
    """One person of the family and, in words, everybody whose they are. `home` is the number of theirs, 0: not known.

    `parents`, `partners` and `children` say how; `siblings` whether they share all their parents or some.
    """

    member: Member
    home: int
    parents: tuple[str, ...]
    partners: tuple[str, ...]
    children: tuple[str, ...]
    siblings: tuple[str, ...]

    @property
    def kin(self) -> list[tuple[str, tuple[str, ...]]]:
        """Whatever there is of these, each with its words."""
        words = (_("Parents"), _("Partners"), _("Children"), _("Brothers and sisters"))
        each = (self.parents, self.partners, self.children, self.siblings)
        return [(said, names) for said, names in zip(words, each, strict=True) if names]


@dataclass(frozen=True)
class KinSheet:
    """One record in words: one is this to the other."""

    row: KinRow
    one: str
    other: str


@dataclass(frozen=True)
class GenogramSheet:
    """The picture twice, for a desk and for a telephone, and a table of the same. `apart`: who is not linked yet."""

    head: Head
    wide: Drawing
    narrow: Drawing
    generations: int
    relatives: tuple[Relative, ...]
    apart: tuple[str, ...]
    homes: tuple[Home, ...]
    records: tuple[KinSheet, ...]
    section: Section

    def record(self, kinship: int) -> KinSheet | None:
        """One record by its number, where this reader may see it."""
        return next((one for one in self.records if one.row.id == kinship), None)

    def relative(self, subject: UUID) -> Relative | None:
        """One person, where this reader may know of them."""
        return next((one for one in self.relatives if one.member.subject == subject), None)


def genogram(actor: Actor, reference: str) -> GenogramSheet:
    """The genogram of a family. Raises NotFound where it is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        members = people_in(opened, whereabouts=True).members
        rows = kin_rows(file, [one.subject for one in members])
        links = links_of(rows)
        oldest = [one.subject for one in sorted(members, key=_age_then_name)]
        wide, narrow = draw(oldest, links, WIDE), draw(oldest, links, NARROW)
        names = {one.subject: one.known_as for one in members}
        homes = _homes(members)
        linked = {card.key for card in wide.cards}
        return GenogramSheet(
            head=opened.head,
            wide=wide,
            narrow=narrow,
            generations=len({card.y for card in wide.cards}),
            relatives=tuple(_relative(one, names, links, homes) for one in members),
            apart=tuple(one.known_as for one in members if one.subject not in linked),
            homes=tuple(homes),
            records=tuple(KinSheet(row, names[row.link.one], names[row.link.other]) for row in rows),
            section=section(file, Category.IDENTITY, Category.HOUSEHOLD, Category.WHEREABOUTS),
        )


def _age_then_name(member: Member) -> tuple[str, str, str]:
    born = member.date_of_birth.value
    return born.isoformat() if born else "9999", member.known_as, str(member.subject)


def _homes(members: Collection[Member]) -> list[Home]:
    """Who was last said to be at one address, in the family's order. The dead live nowhere."""
    by_address: dict[str, list[str]] = {}
    for one in members:
        address = one.place.words.value if one.place and not one.died_on.value else None
        if address:
            by_address.setdefault(address, []).append(one.known_as)
    found = enumerate(by_address.items(), 1)
    return [Home(number, address, tuple(people)) for number, (address, people) in found]


def _relative(member: Member, names: dict[UUID, str], links: Collection[KinLink], homes: Collection[Home]) -> Relative:
    one = member.subject
    address = member.place.words.value if member.place and not member.died_on.value else None
    full = {True: "", False: " (half)"}
    return Relative(
        member=member,
        home=next((home.number for home in homes if home.address == address), 0),
        parents=_told(names, parents_of(one, links)),
        partners=_told(names, partners_of(one, links)),
        children=_told(names, children_of(one, links)),
        siblings=tuple(names[other] + full[whole] for other, whole in _in_order(names, siblings_of(one, links))),
    )


def _told(names: dict[UUID, str], found: dict[UUID, str]) -> tuple[str, ...]:
    return tuple(f"{names[other]} ({told(SHORT[Kin(kind)])})" for other, kind in _in_order(names, found))


def _in_order(names: dict[UUID, str], found: dict[UUID, T]) -> list[tuple[UUID, T]]:
    return [(one, found[one]) for one in names if one in found]
