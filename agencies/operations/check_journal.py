"""Check: every entry and every seal of the journal against what was signed, from the first to the last.

Found are an entry changed, missing, put in or moved; a seal changed, missing or put in; and an end cut off, by the
roots kept outside. What is found first is named. A journal is read in order, never held in memory.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from agencies import merkle
from agencies.models import JournalCheck, JournalEntry, JournalSeal
from agencies.operations.seal_journal import Signer, roots_file, signing_key

CHUNK = 2_000
LATE = timedelta(minutes=1)
"""Longer than this after a later entry was sealed, an entry in no seal was put in afterwards."""
MEMBERS = """
SELECT sealed.seal_id, sealed.position, sealed.entry_id, sealed.leaf,
       entry.id, entry.recorded_at, entry.kind, entry.event, entry.post_id, entry.practitioner_id, entry.agency_id,
       entry.purpose, entry.families, entry.subjects, entry.detail, entry.leaf
FROM agencies_sealedentry sealed LEFT JOIN agencies_journalentry entry ON entry.id = sealed.entry_id
WHERE sealed.seal_id <= %s OR NOT EXISTS (SELECT 1 FROM agencies_journalseal seal WHERE seal.number = sealed.seal_id)
ORDER BY sealed.seal_id, sealed.position
"""
BESIDE = """
SELECT entry.id FROM agencies_journalentry entry
WHERE entry.id < coalesce((
    SELECT max(sealed.entry_id) FROM agencies_sealedentry sealed
    JOIN agencies_journalseal seal ON seal.number = sealed.seal_id WHERE seal.sealed_at < %s), 0)
AND NOT EXISTS (SELECT 1 FROM agencies_sealedentry sealed WHERE sealed.entry_id = entry.id)
ORDER BY entry.id LIMIT 1
"""
WAITING = """
SELECT count(*) FROM agencies_journalentry entry
WHERE NOT EXISTS (SELECT 1 FROM agencies_sealedentry sealed WHERE sealed.entry_id = entry.id)
"""


@dataclass(frozen=True)
class Member:
    """A place in a seal, and the entry there as it is now; None where it is missing."""

    seal: int
    position: int
    entry: int
    leaf: bytes
    found: JournalEntry | None


class Tampered(Exception):
    """The words name the first row that is not as it was signed."""


@dataclass(frozen=True)
class CheckedJournal:
    """What a check found. `lacking` is how many of the seals kept outside a restored database does not have."""

    seals: int
    entries: int
    waiting: int
    lacking: int
    fault: str

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.fault


@transaction.atomic
def check_journal(*, restored: bool = False, on: datetime | None = None) -> CheckedJournal:
    """Check everything, and keep what was found. `restored`: seals after the last of a backup may be lacking."""
    at = on or timezone.now()
    seals = entries = lacking = 0
    fault = ""
    try:
        for members in _seals(signing_key()):
            seals, entries = seals + 1, entries + members
        _refuse_beside(at)
        lacking = _lacking(roots_file(), restored=restored)
    except Tampered as tampered:
        fault = str(tampered)
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        waiting = cursor.fetchone()[0]
    JournalCheck.objects.create(checked_at=at, seals=seals, entries=entries, waiting=waiting, fault=fault[:300])
    return CheckedJournal(seals, entries, waiting, lacking, fault)


def _seals(signer: Signer) -> Iterator[int]:
    """For each seal that is found whole, how many entries it has."""
    last = JournalSeal.objects.aggregate(last=Max("number"))["last"] or 0
    seals = JournalSeal.objects.filter(number__lte=last).order_by("number").iterator(chunk_size=CHUNK)
    trees = groupby(_members(last), key=lambda member: member.seal)
    before, previous = 0, merkle.NO_SEAL
    following = next(trees, None)
    for seal in seals:
        if seal.number != before + 1:
            raise Tampered(f"seal {before + 1} is missing")
        if following is not None and following[0] < seal.number:
            raise Tampered(f"entry {next(following[1]).entry} is in seal {following[0]}, which there is not")
        members = list(following[1]) if following is not None and following[0] == seal.number else []
        if following is not None and following[0] == seal.number:
            following = next(trees, None)
        _check_seal(seal, previous, signer)
        _check_members(seal, members)
        before, previous = seal.number, bytes(seal.chain)
        yield len(members)
    if following is not None:
        raise Tampered(f"seal {following[0]} is missing")


def _check_seal(seal: JournalSeal, previous: bytes, signer: Signer) -> None:
    chained = merkle.chain(seal.number, bytes(seal.previous), bytes(seal.root), seal.entries, seal.sealed_at)
    if bytes(seal.chain) != chained or bytes(seal.previous) != previous:
        raise Tampered(f"seal {seal.number} was changed")
    try:
        signer.key.public_key().verify(bytes(seal.signature), chained)
    except InvalidSignature:
        raise Tampered(f"seal {seal.number} is not signed by this journal's key") from None
    if seal.signed_by != signer.name:
        raise Tampered(f"seal {seal.number} names another key than the one that signed it")


def _check_members(seal: JournalSeal, members: list[Member]) -> None:
    """Every place in the tree, in order; the first that is wrong is named."""
    entry = 0
    for place, member in zip_longest(range(seal.entries), members):
        if member is None or (place is not None and member.position > place):
            raise Tampered(f"an entry is missing from seal {seal.number}, at place {place}, after entry {entry}")
        if place is None:
            raise Tampered(f"entry {member.entry} was put into seal {seal.number}")
        if member.found is None:
            raise Tampered(f"entry {member.entry} is missing (seal {seal.number}, place {place})")
        if bytes(member.found.leaf) != member.leaf or merkle.leaf(member.found.told()) != member.leaf:
            raise Tampered(f"entry {member.entry} was changed (seal {seal.number}, place {place})")
        if member.entry <= entry:
            raise Tampered(f"entry {member.entry} was moved (seal {seal.number}, place {place})")
        entry = member.entry
    if merkle.root([member.leaf for member in members]) != bytes(seal.root):
        first, last = members[0].entry, members[-1].entry
        raise Tampered(f"entry {first}, or another to {last}, was changed together with its leaf (seal {seal.number})")


def _members(last: int) -> Iterator[Member]:
    """Who is in the seals to this one (what is sealed meanwhile is for the next check), or in one that there is not."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(MEMBERS, [last])
        while rows := cursor.fetchmany(CHUNK):
            yield from map(_member, rows)


def _member(row: tuple[Any, ...]) -> Member:
    seal, position, entry, leaf, key, *facts = row
    names = (
        "recorded_at", "kind", "event", "post_id", "practitioner_id", "agency_id", "purpose", "families", "subjects",
        "detail", "leaf",
    )  # fmt: skip
    told = dict(zip(names, facts, strict=True))
    if isinstance(told["detail"], str):
        told["detail"] = json.loads(told["detail"])
    found = None if key is None else JournalEntry(id=key, **told)
    return Member(seal, position, entry, bytes(leaf), found)


def _refuse_beside(at: datetime) -> None:
    """An entry that lies among sealed ones and is in no seal was put in after they were sealed."""
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, [at - LATE])
        if found := cursor.fetchone():
            raise Tampered(f"entry {found[0]} was put in: it is in no seal, though later entries are")


def _lacking(path: Path, *, restored: bool) -> int:
    """Lay the roots kept outside beside the seals: none may differ, and none be lacking but after a restored backup."""
    if not path.exists():
        return 0
    kept = {told["seal"]: told["chain"] for told in map(json.loads, path.read_text("utf-8").splitlines())}
    there = {number: bytes(chain).hex() for number, chain in JournalSeal.objects.values_list("number", "chain")}
    for number, chained in sorted(kept.items()):
        if number not in there and not restored:
            raise Tampered(f"seal {number} is missing: it is among the roots kept outside")
        if number in there and there[number] != chained:
            raise Tampered(f"seal {number} is not the one among the roots kept outside")
    return len(kept.keys() - there.keys())
