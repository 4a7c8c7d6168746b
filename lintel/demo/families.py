"""Which families stand where on the path in the demo place, and the few that are worth finding."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from agencies.refusals import Refused
from cases.intake.operations.decide_triage import decide_triage
from cases.intake.operations.declare_conflict import declare_conflict
from cases.intake.operations.step_up import step_up
from cases.vocabulary import Decision, Intensity, SaidConsent, Source
from lintel.demo.arrivals import arrival
from lintel.demo.house import HEALTH, HOMES, POLICE
from lintel.demo.households import Home
from lintel.demo.path import Walk
from lintel.demo.words import said
from lintel.demo.work import Course, SecondHalf


@dataclass(frozen=True)
class Size:
    """How many families stand at each step."""

    supported: int = 60
    received: int = 11
    matched: int = 8
    asked: int = 9
    listed: int = 7
    turned_away: int = 9
    own: int = 10
    waiting: int = 7
    others: int = 6
    closed: int = 3
    held: int = 5
    again: int = 6


DAWN = "key.worker"
OWN: tuple[Course, ...] = (
    Course(DAWN, 74, 60, visits=(58, 31, 17, 4), reviews=(34,), next_review=-6, next_action=6, is_shown=True),
    Course(DAWN, 52, 40, visits=(38, 24, 9), next_review=1, next_action=12),
    Course(DAWN, 45, 33, visits=(30, 16, 5), next_review=18, next_action=-3),
    Course(DAWN, 63, 50, visits=(47, 33, 17), missed=(13, 6), next_review=15, next_action=8),
    Course(DAWN, 27, visits=(20, 8), missed=(24,)),
    Course(DAWN, 95, 80, visits=(78, 47, 15, 3), reviews=(46, 7), next_review=35, next_action=15),
    Course(DAWN, 20, 12, visits=(10, 3), next_review=28, next_action=2, intensity=Intensity.ADVICE),
    Course(
        DAWN, 38, 25, visits=(22, 12, 2), next_review=12, next_action=5, intensity=Intensity.OUTREACH, is_shown=True
    ),
    Course(DAWN, 2),
    Course(DAWN, 48, 36, visits=(33, 6, 1), next_review=9, next_action=4),
)
"""The families of the key worker who is shown first; the last is stepped up."""


def place_families(ashworth: SecondHalf, dice: random.Random, homes: list[Home], size: Size) -> int:
    """Put families at every step; returns how many referrals were sent.

    Worth finding: one whose partners disagree, one that a panel member keeps out of, one red, one stepped up at the
    door and one in work, one whose family said no, and one in the next authority.
    """
    north, south = (_homes([home for home in homes if home.number % 2 == odd]) for odd in (1, 0))
    both = _both(north, south)
    sent = _in_work(ashworth, dice, north, south, size)
    for _ in range(size.waiting):
        _opened(ashworth, dice, next(both), dice.randrange(3, 9))
        sent += 1
    sent += _on_the_agenda(ashworth, dice, both, size)
    for number in range(size.asked):
        walk = ashworth.match(_refer(ashworth, dice, next(both), 3), ashworth.ago(2, 14))
        ashworth.answer(ashworth.ask(walk, ashworth.ago(1, 11)), ashworth.ago(1, 15), how_many=number % 4)
        sent += 1
    for number in range(size.turned_away):
        walk = ashworth.match(_refer(ashworth, dice, next(both), 5 + number), ashworth.ago(4 + number, 15))
        ashworth.turn_away(walk, ashworth.ago(4 + number, 16), signpost=number % 3 != 0)
        sent += 1
    for number in range(size.matched):
        ashworth.match(_refer(ashworth, dice, next(both), 1 + number % 2), ashworth.ago(number % 2, 12))
        sent += 1
    sent += _stepped_up_at_the_door(ashworth, dice, next(both))
    sent += _new_today(ashworth, dice, both, size)
    return sent + _next_door(ashworth, dice, next(both))


def _homes(homes: list[Home]) -> Iterator[Home]:
    yield from homes
    raise Refused("There are too few households with troubles for a demo place of this size.")


def _both(north: Iterator[Home], south: Iterator[Home]) -> Iterator[Home]:
    while True:
        yield next(north)
        yield next(south)


def _refer(ashworth: SecondHalf, dice: random.Random, home: Home, days: int, **said_of: object) -> Walk:
    moment = ashworth.ago(days, 9)
    return ashworth.refer(arrival(dice, home, moment, **said_of), moment)  # type: ignore[arg-type]


def _opened(
    ashworth: SecondHalf, dice: random.Random, home: Home, days: int, intensity: str = Intensity.INTENSIVE
) -> Walk:
    """A case opened so many days ago, on the waiting list; the referral came some days before."""
    walk = ashworth.match(_refer(ashworth, dice, home, days + 8), ashworth.ago(days + 7, 11))
    if intensity != Intensity.ADVICE:
        walk = ashworth.ask(walk, ashworth.ago(days + 6, 11))
        ashworth.answer(walk, ashworth.ago(days + 4, 10))
        ashworth.list(walk, ashworth.ago(days + 3, 10))
    level = 2 if intensity == Intensity.ADVICE else 3
    ashworth.open_case(walk, ashworth.ago(days, 10), intensity=intensity, level=level)
    return walk


def _in_work(
    ashworth: SecondHalf, dice: random.Random, north: Iterator[Home], south: Iterator[Home], size: Size
) -> int:
    """Families with a key worker: Dawn's, the others', those closed; some of them are referred once more."""
    courses = [*OWN[-size.own :]]
    for number in range(size.others):
        worker = ("key.worker.2", "key.worker.3", "key.worker.4")[number % 3]
        days = dice.randrange(25, 90)
        courses.append(
            Course(
                worker, days, days - 12, visits=(days - 15, days - 22, dice.randrange(0, 9)),
                next_review=dice.randrange(-3, 30), next_action=dice.randrange(-4, 20),
                intensity=dice.choice((Intensity.INTENSIVE, Intensity.OUTREACH)),
            )
        )  # fmt: skip
    for number in range(size.closed):
        courses.append(
            Course(
                (DAWN, "key.worker.3")[number % 2], 190, 176, visits=(170, 120, 45), reviews=(120, 60),
                next_review=10, closed=20 + 5 * number,
            )
        )  # fmt: skip
    for number in range(size.held):
        courses.append(
            Course(
                (DAWN, "key.worker.3")[number % 2], 350, 336, visits=(330, 280, 220), reviews=(320, 300),
                next_review=10, closed=60 + 5 * number, met=290 - 5 * number,
            )
        )  # fmt: skip
    for course in courses:
        home = next(north if course.worker in (DAWN, "key.worker.2") else south)
        walk = _opened(ashworth, dice, home, course.allocated + 3, course.intensity)
        ashworth.work(walk, course)
        if course is OWN[-1]:
            _stepped_up_in_work(ashworth, walk)
    return len(courses)


def _on_the_agenda(ashworth: SecondHalf, dice: random.Random, both: Iterator[Home], size: Size) -> int:
    """The panel's agenda. On the first the partners disagree; a member keeps out of the second."""
    for number in range(size.listed):
        walk = ashworth.match(_refer(ashworth, dice, next(both), 6), ashworth.ago(5, 11))
        if number == 0:
            school = ashworth.school_of(walk.place)
            walk = ashworth.ask(walk, ashworth.ago(4, 11), (school, HEALTH, POLICE, HOMES))
            told = said()["disagree"]
            words = {school: told["school"], HEALTH: told["health"], POLICE: told["police"], HOMES: told["housing"]}
            ashworth.answer(walk, ashworth.ago(3, 10), words=words)
        else:
            ashworth.answer(ashworth.ask(walk, ashworth.ago(4, 11)), ashworth.ago(3, 10), how_many=4 - number % 2)
        ashworth.list(walk, ashworth.ago(2, 15))
        if number == 1:
            declare_conflict(ashworth.actors["panel.health"], walk.reference)
    return size.listed


def _stepped_up_in_work(ashworth: SecondHalf, walk: Walk) -> None:
    told = said()["protection"]
    step_up(
        ashworth.actors[DAWN],
        walk.file,
        called_at=ashworth.now - timedelta(minutes=50),
        spoken_to=told["spoken_to"],
        reason=walk.voice.fill(told["reason"]),
    )


def _stepped_up_at_the_door(ashworth: SecondHalf, dice: random.Random, home: Home) -> int:
    """The screener rings protection about a referral, and the front door decides so afterwards."""
    told = said()["protection"]
    walk = ashworth.match(
        _refer(ashworth, dice, home, 1, source=Source.SCHOOL, concern=told["referral"]), ashworth.ago(1, 10)
    )
    screener, called = ashworth.actors["screener"], ashworth.ago(1, 11)
    step_up(
        screener, walk.file, called_at=called, spoken_to=told["spoken_to"], reason=walk.voice.fill(told["referral"]),
        strategy="Strategy discussion held with police and health the same day; a child protection enquiry has begun.",
        on=called + timedelta(minutes=10),
    )  # fmt: skip
    decide_triage(
        screener, walk.reference, decision=Decision.STEP_UP, level_of_need=4,
        reasons="A child has disclosed and has a mark. Children's social care leads.", on=ashworth.ago(1, 16),
    )  # fmt: skip
    return 1


def _new_today(ashworth: SecondHalf, dice: random.Random, both: Iterator[Home], size: Size) -> int:
    """What came in lately: one red, one from the family itself, one that said no, some about families known."""
    homes = [next(both) for _ in range(size.received)]
    for number, home in enumerate(homes):
        moment = ashworth.now - timedelta(minutes=35 + 150 * number)
        about = arrival(
            dice,
            home,
            moment,
            danger=number == 0,
            source={1: Source.SELF}.get(number),
            consent={2: SaidConsent.REFUSED, 3: SaidConsent.NOT_SOUGHT}.get(number, SaidConsent.GIVEN),
        )
        ashworth.refer(about, moment)
    again = dice.sample(ashworth.known, min(size.again, len(ashworth.known)))
    for number, home in enumerate(again):
        moment = ashworth.now - timedelta(minutes=20 + 30 * number)
        ashworth.refer(arrival(dice, home, moment, source=Source.POLICE), moment)
    return len(homes) + len(again)


def _next_door(ashworth: SecondHalf, dice: random.Random, home: Home) -> int:
    """A family that lives in Brindle, at Brindle's own front door: nobody in Ashworth knows that it exists."""
    about = arrival(dice, home, ashworth.now - timedelta(hours=5), source=Source.SCHOOL)
    for person in about.raw["people"]:
        person |= {"address": "3 Brindle Fold", "postcode": "ZY1 4AB", "nhs_number": ""}
        person["family_name"] = f"{person['family_name']}-Moss"
    ashworth.refer(about, ashworth.now - timedelta(hours=5), sender="brindle.school")
    return 1
