"""Who is whose in Ashworth: the usual in each family; in one three generations, two homes, an adoption, a document."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from agencies.actor import Actor
from cases.kinship import Kin
from cases.operations.add_document import add_document
from cases.operations.add_member import add_member
from cases.operations.record_death import record_death
from cases.operations.record_kinship import record_kinship
from cases.operations.record_whereabouts import record_whereabouts
from cases.selectors.people import Member
from cases.vocabulary import Role
from datasharing.vocabulary import Category
from lintel.demo.households import BOYS, GIRLS, ROADS, Home

YEAR = timedelta(days=365)
GROWN = 15 * YEAR
"""How much older than a child somebody is who is taken for a parent by birth."""


def draw_usual(actor: Actor, reference: str, members: Sequence[Member], moment: datetime) -> None:
    """The adults of the home are the children's parents, where they are old enough; two are a couple."""
    parents = _parents(members)[:2]
    for parent in parents:
        children = [one.subject for one in members if one.is_child and _older(parent, one)]
        if children:
            record_kinship(
                actor, reference, kind=Kin.BIRTH, one=parent.subject, others=children, told_by="person", on=moment
            )
    if len(parents) == 2:
        pair = [one.subject for one in parents]
        record_kinship(actor, reference, kind=Kin.COHABITING, one=pair[0], others=pair[1:], told_by="person", on=moment)


def draw_rich(actor: Actor, reference: str, members: Sequence[Member], moment: datetime, home: Home) -> None:
    """Grandparents, one of whom has died; parents apart, in two homes, each with somebody new; a child adopted."""
    parent, *others = _parents(members)
    dice = random.Random(home.number)
    family = parent.known_as.rpartition(" ")[2]
    born = parent.date_of_birth.value or date(1988, 5, 4)
    today = moment.date()

    def add(role: str, sex: str, day: date, name: str = family, address: str = "") -> UUID:
        given = dice.choice(GIRLS if sex == "F" else BOYS)
        subject = add_member(
            actor, reference, role=role, given_name=given, family_name=name, date_of_birth=day, sex=sex, on=moment
        )
        if address:
            record_whereabouts(actor, reference, subject, address=address, postcode=home.postcode, on=moment)
        return subject

    def tie(kind: str, one: UUID, *to: UUID, since: date | None = None) -> None:
        if to:
            record_kinship(
                actor, reference, kind=kind, one=one, others=to, starts_on=since, told_by="person", on=moment
            )

    away, near = f"{dice.randrange(2, 90)} {dice.choice(ROADS)}", f"{dice.randrange(2, 90)} {dice.choice(ROADS)}"
    grandmother = add(Role.GRANDPARENT, "F", born - 27 * YEAR, address=near)
    grandfather = add(Role.GRANDPARENT, "M", born - 29 * YEAR)
    record_death(actor, reference, grandfather, died_on=today - 3 * YEAR, on=moment)
    apart = add(Role.PARENT, "M" if parent.sex.value == "Female" else "F", born - YEAR, "Whitehead", away)
    newer = add(Role.ADULT, "F" if parent.sex.value == "Female" else "M", born + YEAR, "Amin", away)
    half = add(Role.CHILD, "F", today - 3 * YEAR, "Whitehead", away)
    adopted = add(Role.CHILD, "M", today - 9 * YEAR, address=home.address)
    tie(Kin.MARRIED, grandmother, grandfather, since=born - 3 * YEAR)
    tie(Kin.BIRTH, grandmother, parent.subject)
    tie(Kin.BIRTH, grandfather, parent.subject)
    children = [one.subject for one in members if one.is_child and _older(parent, one)]
    tie(Kin.MARRIED, parent.subject, apart, since=today - 12 * YEAR)
    tie(Kin.SEPARATED, parent.subject, apart, since=today - 4 * YEAR)
    tie(Kin.BIRTH, parent.subject, *children)
    tie(Kin.BIRTH, apart, *children)
    tie(Kin.ADOPTIVE, parent.subject, adopted, since=today - 7 * YEAR)
    tie(Kin.ADOPTIVE, apart, adopted, since=today - 7 * YEAR)
    tie(Kin.COHABITING, apart, newer, since=today - 4 * YEAR)
    tie(Kin.BIRTH, apart, half)
    tie(Kin.BIRTH, newer, half)
    for other in others[:1]:
        tie(Kin.COHABITING, parent.subject, other.subject, since=today - 2 * YEAR)
        steps = [one.subject for one in members if one.subject in children and _older(other, one)]
        tie(Kin.STEP, other.subject, *steps, since=today - 2 * YEAR)


def file_report(actor: Actor, reference: str, child: Member, moment: datetime) -> None:
    """A letter from school that the family gave the key worker."""
    name = child.known_as.partition(" ")[0]
    words = (
        f"School report, spring term\n\n{child.known_as}\n\n"
        f"Attendance: 84%. {name} is late on Mondays and settles well.\n"
        f"Reading is a strength. {name} helps younger children at the breakfast club.\n"
    )
    add_document(
        actor, reference, content=words.encode(), file_name="report.txt", title="School report, spring term",
        category=Category.EDUCATION, about=child.subject, dated_on=moment.date() - timedelta(days=20), on=moment,
    )  # fmt: skip


def _parents(members: Sequence[Member]) -> list[Member]:
    return [one for one in members if one.role.value == str(Role.PARENT.label)]


def _older(parent: Member, child: Member) -> bool:
    """Whether they are old enough to be a parent by birth, as far as is known."""
    one, other = parent.date_of_birth.value, child.date_of_birth.value
    return one is None or other is None or one + GROWN < other
