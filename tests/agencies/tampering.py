"""Whoever owns the database, its triggers switched off, at work on a sealed journal: every way of it, and what is wrong
first afterwards."""

import random
from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from django.db import connection, transaction

from agencies import merkle
from agencies.models import JournalEntry, JournalSeal, SealedEntry
from agencies.operations import journal
from agencies.operations.seal_journal import seal_journal
from agencies.vocabulary import Event

TABLES = ("agencies_journalentry", "agencies_journalseal", "agencies_sealedentry")
FOREIGN_KEYS = """
SELECT conrelid::regclass, conname FROM pg_constraint
WHERE contype = 'f' AND conrelid IN ('agencies_sealedentry'::regclass, 'agencies_journalentry'::regclass)
"""
Named = set[str]
"""What the check may name: the first row that is not as it was signed."""


def sealed_journal(dice: random.Random, seals: int = 5) -> None:
    """So many seals of two to six entries each, in tables that no longer check whom a row points to."""
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS)
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for _ in range(seals):
        for _ in range(dice.randint(2, 6)):
            journal.record(None, dice.choice(list(Event)), detail={"of": dice.randint(1, 10**9)})
        seal_journal()


def run(statement: str, values: list[object] | None = None) -> None:
    """A statement as the owner, the triggers switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values or [])
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _some(dice: random.Random) -> SealedEntry:
    return dice.choice(list(SealedEntry.objects.order_by("entry_id")))


def change_an_entry(dice: random.Random) -> Named:
    one = _some(dice)
    change = dice.choice(
        ["event = 'nothing.happened'", "detail = '{}'", "recorded_at = recorded_at - interval '1 microsecond'",
         "post_id = 1", "kind = 'look'", "purpose = 'triage'", "families = ARRAY[gen_random_uuid()]", "agency_id = 1"]
    )  # fmt: skip
    run(f"UPDATE agencies_journalentry SET {change} WHERE id = %s", [one.pk])
    return {f"entry {one.pk} was changed"}


def change_an_entry_and_its_leaf(dice: random.Random) -> Named:
    one = _some(dice)
    run("UPDATE agencies_journalentry SET event = 'nothing.happened' WHERE id = %s", [one.pk])
    leaf = merkle.leaf(JournalEntry.objects.get(pk=one.pk).told())
    run("UPDATE agencies_journalentry SET leaf = %s WHERE id = %s", [leaf, one.pk])
    return {f"entry {one.pk} was changed"}


def change_an_entry_and_both_leaves(dice: random.Random) -> Named:
    one = _some(dice)
    change_to = {"of": dice.randint(10**9, 10**10)}
    run(
        "UPDATE agencies_journalentry SET detail = jsonb_build_object('of', %s) WHERE id = %s",
        [change_to["of"], one.pk],
    )
    leaf = merkle.leaf(JournalEntry.objects.get(pk=one.pk).told())
    for table, key in (("agencies_journalentry", "id"), ("agencies_sealedentry", "entry_id")):
        run(f"UPDATE {table} SET leaf = %s WHERE {key} = %s", [leaf, one.pk])
    first = SealedEntry.objects.filter(seal=one.seal_id).order_by("position")[0]
    return {f"entry {first.pk}, or another"}


def delete_an_entry(dice: random.Random) -> Named:
    one = _some(dice)
    run("DELETE FROM agencies_journalentry WHERE id = %s", [one.pk])
    return {f"entry {one.pk} is missing"}


def delete_an_entry_and_its_place(dice: random.Random) -> Named:
    one = _some(dice)
    run("DELETE FROM agencies_sealedentry WHERE entry_id = %s", [one.pk])
    run("DELETE FROM agencies_journalentry WHERE id = %s", [one.pk])
    return {f"missing from seal {one.seal_id}, at place {one.position}"}


def take_an_entry_out_of_its_seal(dice: random.Random) -> Named:
    one = _some(dice)
    run("DELETE FROM agencies_sealedentry WHERE entry_id = %s", [one.pk])
    return {f"missing from seal {one.seal_id}, at place {one.position}"}


def put_an_entry_in(dice: random.Random) -> Named:
    """Among old ones, by a key that was free."""
    one = _some(dice)
    run("DELETE FROM agencies_sealedentry WHERE entry_id = %s", [one.pk])
    run("DELETE FROM agencies_journalentry WHERE id = %s", [one.pk])
    run(
        "INSERT INTO agencies_journalentry (id, recorded_at, kind, event, purpose, families, subjects, detail, leaf)"
        " VALUES (%s, now(), 'change', 'place.added', '', '{}', '{}', '{}', '')",
        [one.pk],
    )
    return {f"missing from seal {one.seal_id}, at place {one.position}"}


def put_an_entry_into_a_seal(dice: random.Random) -> Named:
    seal = dice.choice(list(JournalSeal.objects.all()))
    journal.record(None, Event.PLACE_ADDED)
    made = JournalEntry.objects.latest("id")
    run(
        "INSERT INTO agencies_sealedentry (entry_id, seal_id, position, leaf) VALUES (%s, %s, %s, %s)",
        [made.pk, seal.number, seal.entries, bytes(made.leaf)],
    )
    return {f"entry {made.pk} was put into seal {seal.number}"}


def swap_two_entries(dice: random.Random) -> Named:
    """What two entries say, leaves and all."""
    one, other = sorted(dice.sample(list(SealedEntry.objects.all()), 2), key=lambda member: member.pk)
    run("UPDATE agencies_journalentry SET id = -1 WHERE id = %s", [one.pk])
    run("UPDATE agencies_journalentry SET id = %s WHERE id = %s", [one.pk, other.pk])
    run("UPDATE agencies_journalentry SET id = %s WHERE id = -1", [other.pk])
    return {f"entry {one.pk} was changed"}


def swap_two_places(dice: random.Random) -> Named:
    seal = dice.choice(list(JournalSeal.objects.all()))
    one, other = sorted(dice.sample(list(seal.members.all()), 2), key=lambda member: member.position)
    run("UPDATE agencies_sealedentry SET position = 999 WHERE entry_id = %s", [one.pk])
    run("UPDATE agencies_sealedentry SET position = %s WHERE entry_id = %s", [one.position, other.pk])
    run("UPDATE agencies_sealedentry SET position = %s WHERE entry_id = %s", [other.position, one.pk])
    after = list(seal.members.order_by("position"))
    wrong = next(b for a, b in pairwise(after) if b.pk < a.pk)
    return {f"entry {wrong.pk} was moved"}


def move_an_entry_to_another_seal(dice: random.Random) -> Named:
    one = _some(dice)
    to = dice.choice([seal for seal in JournalSeal.objects.all() if seal.number != one.seal_id])
    run(
        "UPDATE agencies_sealedentry SET seal_id = %s, position = %s WHERE entry_id = %s",
        [to.number, to.entries, one.pk],
    )
    missing = f"missing from seal {one.seal_id}, at place {one.position}"
    return {missing if one.seal_id < to.number else f"entry {one.pk} was put into seal {to.number}"}


def change_a_seal(dice: random.Random) -> Named:
    seal = dice.choice(list(JournalSeal.objects.all()))
    change = dice.choice(
        ["root = sha256(root)", "sealed_at = sealed_at + interval '1 second'", "previous = sha256(previous)",
         "entries = entries + 1", "chain = sha256(chain)"]
    )  # fmt: skip
    run(f"UPDATE agencies_journalseal SET {change} WHERE number = %s", [seal.number])
    return {f"seal {seal.number} was changed"}


def sign_a_seal_with_another_key(dice: random.Random) -> Named:
    seal = dice.choice(list(JournalSeal.objects.all()))
    run("UPDATE agencies_journalseal SET signature = %s WHERE number = %s", [bytes(64), seal.number])
    return {f"seal {seal.number} is not signed by this journal's key"}


def delete_a_seal(dice: random.Random) -> Named:
    seal = dice.choice(list(JournalSeal.objects.all())[:-1])
    run("DELETE FROM agencies_journalseal WHERE number = %s", [seal.number])
    return {f"seal {seal.number} is missing"}


def cut_the_end(dice: random.Random) -> Named:
    """The last seals, their members and entries, as if they had never been."""
    first = dice.choice(list(JournalSeal.objects.all())[1:])
    gone = list(SealedEntry.objects.filter(seal__gte=first.number).values_list("pk", flat=True))
    run("DELETE FROM agencies_sealedentry WHERE seal_id >= %s", [first.number])
    run("DELETE FROM agencies_journalseal WHERE number >= %s", [first.number])
    run("DELETE FROM agencies_journalentry WHERE id = ANY(%s)", [gone])
    return {f"seal {first.number} is missing"}


def rewrite_the_end(dice: random.Random) -> Named:
    """The last seals and entries replaced by others, chained as they should be but for the key."""
    named = cut_the_end(dice)
    last = JournalSeal.objects.order_by("-number").first()
    assert last is not None
    journal.record(None, Event.PLACE_ADDED, detail={"forged": dice.randint(1, 10**9)})
    made = JournalEntry.objects.latest("id")
    number, at = last.number + 1, last.sealed_at
    leaf = bytes(made.leaf)
    chained = merkle.chain(number, bytes(last.chain), leaf, 1, at)
    with transaction.atomic():
        JournalSeal.objects.create(
            number=number, previous=bytes(last.chain), root=leaf, entries=1, sealed_at=at, chain=chained,
            signature=sha256(chained).digest() * 2, signed_by=last.signed_by,
        )  # fmt: skip
        SealedEntry.objects.create(entry=made, seal_id=number, position=0, leaf=leaf)
    assert named == {f"seal {number} is missing"}
    return {f"seal {number} is not signed by this journal's key"}


KINDS: tuple[Callable[[random.Random], Named], ...] = (
    change_an_entry, change_an_entry_and_its_leaf, change_an_entry_and_both_leaves, delete_an_entry,
    delete_an_entry_and_its_place, take_an_entry_out_of_its_seal, put_an_entry_in, put_an_entry_into_a_seal,
    swap_two_entries, swap_two_places, move_an_entry_to_another_seal, change_a_seal, sign_a_seal_with_another_key,
    delete_a_seal, cut_the_end, rewrite_the_end,
)  # fmt: skip


def keep_roots_apart(path: Path) -> str:
    """A setting for roots of one test's own."""
    return str(path / "roots-{database}.jsonl")
