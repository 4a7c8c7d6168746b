"""Asks the real door and the oracle the same questions, and counts where they differ."""

from collections import Counter
from datetime import timedelta
from random import Random
from unittest.mock import patch

from django.utils import timezone

from agencies.refusals import NotFound
from agencies.vocabulary import AgencyKind
from datasharing import door
from datasharing.vocabulary import Category, Reach
from tests.leaks.oracle import answer
from tests.leaks.worlds import DAYS, PURPOSES, Written, make, moment, record_of

A_LOOK = 25
"""Records asked about at each opening of the door."""


def sweep(questions: int, *, seed: int, a_world: int = 4_000) -> tuple[list[str], Counter[str]]:
    """So many (actor, record, category, day), in worlds of `a_world` questions: the differences, and what was seen."""
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    asked = 0
    while asked < questions:
        written = Written(make(seed))
        dice = Random(f"questions of {seed}")
        for _ in range(-(-min(a_world, questions - asked) // A_LOOK)):
            wrong += _look(written, dice, seen)
            asked += A_LOOK
        seen["worlds"] += 1
        seed += 1
    seen["questions"] = asked
    return wrong, seen


def _look(written: Written, dice: Random, seen: Counter[str]) -> list[str]:
    """One actor on one day opens one family and asks about several records of it."""
    world = written.world
    likely = dice.choice([grant for grant in world["grants"] if grant["post"] is not None])
    number = likely["post"] if dice.random() < 0.8 else dice.randrange(len(world["posts"]))
    actor = {"post": number, "purpose": dice.choice(PURPOSES)}
    on = dice.randrange(likely["from"], likely["to"] or DAYS) if dice.random() < 0.85 else dice.randrange(DAYS)
    family = likely["family"] if dice.random() < 0.9 else dice.randrange(len(world["families"]))
    records = [record_of(dice, world, family, actor) for _ in range(A_LOOK)]
    given = _levels(written, actor, records, on)
    wrong = []
    for record, level in zip(records, given, strict=True):
        expected, step = answer(world, actor, record, on)
        seen[expected] += 1
        seen[f"step {step}"] += 1
        if expected != level:
            wrong.append(f"seed {world['seed']} day {on} {actor} {record}: {level}, but {expected} by step {step}")
    return wrong


def _levels(written: Written, actor: dict, records: list[dict], on: int) -> list[str]:  # type: ignore[type-arg]
    now = moment(on) + timedelta(hours=12)
    acting = written.actor(actor["post"], actor["purpose"])
    reference = written.files[records[0]["family"]].reference
    with patch.object(timezone, "now", return_value=now):
        try:
            with door.open_one(acting, reference, kinds=tuple(Reach)) as file:
                return [
                    file.decide(
                        Category(record["category"]),
                        written.agencies[record["supplier"]].pk,
                        AgencyKind(record["supplier_kind"]),
                        [written.subjects[subject] for subject in record["subjects"]],
                    ).level.word
                    for record in records
                ]
        except NotFound:
            return ["hidden"] * len(records)
