"""Every route by which a reader comes to a family, and random families in which each record says a word of its own.

A word stands for one record: where a route's answer holds it, that route has shown the record. All routes must agree
with the door, and so with each other.
"""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from django.utils import timezone

from agencies.actor import Actor
from agencies.models import Agency
from agencies.refusals import NotFound
from agencies.vocabulary import AgencyKind
from cases.models import Action, Person, Whereabouts
from cases.operations.protect_member import record_member_consent, restrict_member
from cases.operations.record_contact import NewPart, record_contact
from cases.operations.record_need import record_need
from cases.selectors.my_families import MINE
from datasharing import door, grants
from datasharing.operations.access import answer_access, ask_for_access
from datasharing.vocabulary import Category, Reach
from tests.cast import Cast
from tests.rewriting import rewrite
from tests.world_casework import World, planned

WHY = "She was hurt at home, and he asks where she is"
PAGES = ("", "needs/", "plan/", "contacts/", "chronology/", "team/", "safety/", "own-plan/")
CALLS = ("", "needs/", "plan/", "contacts/", "chronology/", "team/", "safety/", "own-plan/")
ACTORS = (
    "key_worker",
    "second_key_worker",
    "colleague",
    "team_manager",
    "police",
    "health",
    "school",
    "jobcentre",
    "social_worker",
    "emergency_duty",
    "da_adviser",
    "outsider",
)
PARTS = (
    Category.CONTACTS,
    Category.CRIME,
    Category.DOMESTIC_ABUSE,
    Category.HOUSING,
    Category.EDUCATION,
    Category.MENTAL_HEALTH,
)


@dataclass(frozen=True)
class Said:
    """One record: its own word, and what the door is asked about it.

    `where` is the page that must show it when it is open; what it `hangs_on` must not be restricted then.
    """

    word: str
    category: Category
    supplier: int
    about: frozenset[UUID]
    hangs_on: tuple[tuple[Category, frozenset[UUID]], ...] = ()
    where: str = ""


@dataclass
class Told:
    """One family, and the words that its records say."""

    world: World
    said: list[Said] = field(default_factory=list)

    def word(self) -> str:
        """The next word, which occurs nowhere else."""
        letters = "".join(chr(97 + int(digit)) for digit in str(len(self.said)))
        return f"Zq{self.world.reference.lower()}x{letters}"


def random_families(cast: Cast, seed: int, families: int = 2) -> list[Told]:
    """Families with records of many categories about anybody, under restrictions, consents and grants by chance."""
    chance = random.Random(seed)  # nosec B311
    found = []
    for number in range(families):
        told = Told(planned(cast, people=4, number=number))
        _name_people(told)
        _write(cast, told, chance)
        _protect(cast, told, chance)
        _grant(cast, told, chance)
        found.append(told)
    return found


def _name_people(told: Told) -> None:
    for subject in told.world.members:
        person = Person.objects.get(pk=subject)
        word = told.word()
        rewrite(Person.objects.filter(pk=subject), given_name=word)
        told.said.append(Said(word, Category.IDENTITY, person.supplier_id, frozenset({subject})))
        home = Whereabouts.objects.get(person=subject)
        word = told.word()
        rewrite(Whereabouts.objects.filter(pk=home.pk), address=word)
        known = ((Category.IDENTITY, frozenset({subject})),)
        told.said.append(Said(word, Category.WHEREABOUTS, home.supplier_id, frozenset({subject}), known))


def _write(cast: Cast, told: Told, chance: random.Random) -> None:
    world, council = told.world, cast.key_worker.agency
    for category in PARTS:
        about = _some(chance, world.members)
        seen = _some(chance, world.members)
        word = told.word()
        record_contact(
            cast.key_worker, world.reference, kind="home_visit", held_at=timezone.now() - timedelta(hours=2),
            minutes=20, seen=list(seen), parts=[NewPart(category, list(about), word)],
        )  # fmt: skip
        told.said.append(Said(word, category, council, about, ((Category.CONTACTS, seen),), "contacts/"))
    for category in (Category.NEEDS, Category.CRIME, Category.PHYSICAL_HEALTH):
        about, word = _some(chance, world.members), told.word()
        record_need(
            cast.key_worker, world.reference, need="health", kind="need", evidence=word, about=list(about),
            category=str(category),
        )  # fmt: skip
        told.said.append(Said(word, category, council, about, (), "needs/"))


def _protect(cast: Cast, told: Told, chance: random.Random) -> None:
    world = told.world
    for subject in world.members[: chance.randint(1, 3)]:
        sealed = chance.random() < 0.6
        categories = ["identity"] if sealed else [str(chance.choice(PARTS)), "whereabouts"]
        custodians = [cast.team_manager.post, cast.duty_manager.post] if sealed else []
        restrict_member(
            cast.team_manager, world.reference, subject=subject, kind="sealed" if sealed else "guarded",
            categories=categories, reason=WHY, custodians=custodians,
            named=chance.sample([cast.key_worker.post, cast.police.post, cast.health.post], chance.randint(0, 2)),
        )  # fmt: skip
    for subject in world.members:
        if chance.random() < 0.4:
            _consent(cast, world, subject)


def _consent(cast: Cast, world: World, subject: UUID) -> None:
    """An adult's yes to what needs consent, where the manager may record it."""
    if subject not in world.members[:2]:
        return
    record_member_consent(
        cast.team_manager, world.reference, subject=subject, categories=["mental_health", "domestic_abuse"],
        agrees=True, by="person",
    )  # fmt: skip


def _grant(cast: Cast, told: Told, chance: random.Random) -> None:
    reference = told.world.reference
    if chance.random() < 0.7:
        ask = ask_for_access(cast.school, reference, categories=["contacts", "housing"], reason=WHY)
        answer_access(cast.team_manager, ask, is_given=chance.random() < 0.7, words="Not for now.")
    with door.open_one(cast.team_manager, reference) as file:
        if chance.random() < 0.5:
            shut = chance.choice([cast.police, cast.health, cast.school])
            grants.give_grant(None, file.id, Reach.EXCLUDED, post=shut.post)
        if chance.random() < 0.5:
            grants.give_grant(None, file.id, Reach.PROTECTION, post=cast.social_worker.post)


def _some(chance: random.Random, members: Iterable[UUID]) -> frozenset[UUID]:
    return frozenset(one for one in members if chance.random() < 0.35)


def allowed(actor: Actor, told: Told) -> set[str] | None:
    """The words that the door opens to this actor; None where it does not open the family."""
    kinds = {one.pk: AgencyKind(one.kind) for one in Agency.objects.all()}
    try:
        with door.open_one(actor, told.world.reference) as file:
            return {
                one.word
                for one in told.said
                if file.decide(one.category, one.supplier, kinds[one.supplier], one.about).is_open
                and all(not file.restricts(category, about) for category, about in one.hangs_on)
            }
    except NotFound:
        return None


def answers(client: Client, reference: str) -> dict[str, Any]:
    """What every page and call of one family answers."""
    found: dict[str, Any] = {f"page {name}": client.get(f"/families/{reference}/{name}") for name in PAGES}
    found |= {f"call {name}": client.get(f"/api/v1/families/{reference}/{name}") for name in CALLS}
    found["pdf"] = client.get(f"/families/{reference}/plan/?print=1")
    return found


def words_in(answer: Any) -> set[str]:
    """The words of records that an answer holds."""
    return set(re.findall(r"Zq[a-z0-9]+x[a-j]+", answer.content.decode(errors="replace")))


def listed(actor_client: Client) -> set[str]:
    """The references in *My families*, by the page's call."""
    answer = actor_client.get("/api/v1/families/")
    return {row["reference"] for row in answer.json()["rows"]} if answer.status_code == 200 else set()


def reaches_by_list(actor: Actor) -> set[str]:
    """The references that the door's own list gives, of the work that *My families* shows."""
    with door.open_many(actor, kinds=MINE, size=500) as files:
        return {file.reference for file in files.items}


def actions_of(told: Told) -> list[Action]:
    """The actions of a family's plan."""
    return list(Action.objects.filter(goal__plan__case_id=told.world.case))
