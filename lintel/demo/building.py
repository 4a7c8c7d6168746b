"""Builds the demo place: Ashworth's people, three years of six partners' files, and families at every step."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from django.db import transaction
from django.utils import timezone

from agencies.actor import Actor
from agencies.vocabulary import Role
from cases.intake.operations.join_records import join_records
from cases.intake.profile import school_terms
from lintel.demo.claiming import claim_what_held
from lintel.demo.families import Size, place_families
from lintel.demo.files import SUPPLIERS, write_files
from lintel.demo.house import COUNCIL, HERE, NORTH, SOUTH, ashworth
from lintel.demo.households import Home, make_homes
from lintel.demo.money import keep_money
from lintel.demo.protecting import protect_families
from lintel.demo.services import read_directory
from lintel.demo.sign_ins import PASSWORD, secrets_of
from lintel.demo.work import SecondHalf
from lintel.places.folder import Supported, read_folder
from lintel.places.house import build_house, sign_rulebook
from lintel.places.steps import take_extracts, take_support
from outcomes.operations.post_costs import post_costs
from outcomes.operations.post_support_costs import post_support_costs
from outcomes.operations.publish_overview import publish_overview

SEED = 20261
YEARS = 3
MINUTES = {"intensive": (240, 420), "outreach": (70, 150), "advice": (20, 60)}
WORKERS = {NORTH: ("key.worker", "key.worker.2"), SOUTH: ("key.worker.3", "key.worker.4")}
Say = Callable[[str], None]


@dataclass(frozen=True)
class Days:
    """The days that the files cover, both included: whole months up to the last one that is over."""

    first: date
    last: date


@transaction.atomic
def build_demo(*, say: Say, homes: int = 1500, size: Size | None = None, now: datetime | None = None) -> None:
    """Build the whole demo place in an empty, migrated database, or none of it. Dates lie round `now`.

    `homes` and `size` are smaller in tests. Raises Refused, in words, where an operation refuses.
    """
    moment, asked = now or timezone.now(), size or Size()
    watch, dice = _Watch(say), random.Random(SEED)
    days = _days(timezone.localdate(moment))
    house = ashworth()
    actors = build_house(house, password=PASSWORD, since=days.first, secrets=secrets_of(house.people))
    by_name: dict[str, Actor] = {}
    for one, actor in zip(house.people, actors, strict=True):
        by_name.setdefault(one.email.partition("@")[0], actor)
    sign_rulebook(actor for actor in actors if actor.role == Role.GOVERNANCE_LEAD)
    watch.say(f"{len(house.bodies)} agencies, {len(by_name)} practitioners, agreements signed")
    offered = read_directory(by_name["administrator"], moment)
    watch.say(f"a directory of {offered} services")
    made = make_homes(dice, homes, days.last)
    supported = _choose_supported(dice, made, days, asked.supported)
    with TemporaryDirectory() as folder:
        _write(Path(folder), dice, made, days)
        files = read_folder(Path(folder))
        taken = take_extracts(files, {name: COUNCIL for name in files.covers if name not in SUPPLIERS})
    joined = join_records(None)
    rows = sum(one.rows_in for one in taken.values())
    watch.say(f"{rows:,} rows of six files are {joined.people:,} people in {joined.households:,} homes")
    _support(dice, supported, by_name, say)
    watch.say(f"{len(supported)} families of the past")
    waiting = [home for home in made if home.helped is None and _may_be_referred(home, days.last)]
    count = place_families(SecondHalf(by_name, dice, moment), dice, waiting, asked)
    watch.say(f"{count} referrals, families at every step")
    shown = protect_families(by_name, moment)
    watch.say(f"{shown} families with restrictions, consents, access asked for and taken, and requests")
    costs, support = post_costs(None), post_support_costs(None)
    claimed = claim_what_held(by_name["claims.officer"], by_name["team.manager"])
    publish_overview(by_name["commissioner"], HERE)
    watch.say(
        f"{costs.occurrences:,} events and {support.weeks:,} weeks of support costed, {claimed} claims made, "
        "the overview published"
    )
    bought = keep_money(by_name, moment)
    watch.say(f"a business case, budgets, an agreement, a plan, {bought} purchases from the family fund")


class _Watch:
    """Says what was done, and how long it took."""

    def __init__(self, say: Say) -> None:
        self._say, self._since = say, perf_counter()

    def say(self, words: str) -> None:
        now = perf_counter()
        self._say(f"{words} ({now - self._since:.1f} s)")
        self._since = now


def _days(today: date) -> Days:
    last = today.replace(day=1) - timedelta(days=1)
    first = last + timedelta(days=1)
    return Days(first.replace(year=first.year - YEARS), last)


def _choose_supported(dice: random.Random, homes: list[Home], days: Days, count: int) -> list[Home]:
    """Families helped one to two years before the last day of data; from then on less happens to them."""
    able = [home for home in homes if len(home.troubles) >= 3 and home.adults]
    chosen = dice.sample(able, min(count, len(able)))
    for home in chosen:
        began = days.last - timedelta(days=dice.randrange(500, 700))
        home.helped = began, began + timedelta(days=dice.randrange(140, 280))
    return sorted(chosen, key=lambda home: home.number)


def _may_be_referred(home: Home, on: date) -> bool:
    """Whether there is enough to worry about, and everybody in it was born when the earliest referral came."""
    return len(home.troubles) > 1 and bool(home.children) and all(one.age(on) > 0 for one in home.members)


def _write(folder: Path, dice: random.Random, homes: list[Home], days: Days) -> None:
    extracts = folder / "extracts"
    extracts.mkdir()
    terms = [term for term in school_terms().values() if days.first <= term.first_day and term.last_day <= days.last]
    write_files(extracts, dice, homes, terms, (days.first, days.last))


def _support(dice: random.Random, homes: list[Home], actors: dict[str, Actor], say: Say) -> None:
    for place, workers in WORKERS.items():
        here = [home for home in homes if (NORTH if home.number % 2 else SOUTH) == place]
        told = [_supported(dice, home, dice.choice(workers)) for home in here]
        manager = actors["team.manager" if place == NORTH else "team.manager.south"]
        take_support(told, manager=manager, workers=actors, place=place, say=say)


def _supported(dice: random.Random, home: Home, worker: str) -> Supported:
    lead = home.members[0]
    began, ended = home.helped or (date.min, date.min)
    tier = dice.choices(tuple(MINUTES), (45, 40, 15))[0]
    monday = began - timedelta(days=began.weekday())
    weeks = []
    while monday < ended:
        weeks.append((worker, monday, dice.randrange(*MINUTES[tier])))
        monday += timedelta(days=7)
    return Supported(
        reference=f"A{home.number:04d}",
        given_name=lead.given,
        family_name=lead.family,
        date_of_birth=lead.born,
        nhs_number=lead.nhs_number,
        postcode=home.postcode,
        starts_on=began,
        ends_on=ended,
        tier=tier,
        worker=worker,
        weeks=tuple(weeks),
    )
