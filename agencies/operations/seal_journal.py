"""Seal: what was written since the last seal goes under one signed root, chained to the one before.

Entries are taken by explicit membership: whoever is committed and in no seal yet. One that commits late is taken by a
later seal. The signing key and a copy of every root are outside the database, so that whoever may write in it can
neither sign nor cut off the end without a trace.
"""

import json
import os
from base64 import urlsafe_b64decode
from binascii import Error
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone

from agencies import merkle
from agencies.models import JournalSeal, SealedEntry
from agencies.turns import in_turn

KEY_BYTES = 32
MOST = 5_000
"""Entries a seal; what is left goes into the next."""
LOOK_BACK = 900
"""Seals, about a quarter of an hour, whose entries are looked past for any that committed late."""
WAITING = """
SELECT entry.id, entry.leaf FROM agencies_journalentry entry
WHERE entry.id >= %s
AND NOT EXISTS (SELECT 1 FROM agencies_sealedentry sealed WHERE sealed.entry_id = entry.id)
ORDER BY entry.id LIMIT %s
"""
COPY = "COPY agencies_sealedentry (entry_id, seal_id, position, leaf) FROM STDIN"


@dataclass(frozen=True)
class Signer:
    """The key that signs, and the beginning of its public key's digest."""

    key: Ed25519PrivateKey
    name: str


def roots_file() -> Path:
    """Where the roots of this database's journal are kept, outside of it."""
    return Path(settings.LINTEL_JOURNAL_ROOTS.format(database=connection.settings_dict["NAME"]))


@transaction.atomic
def seal_journal(*, everything: bool = False, on: datetime | None = None) -> int:
    """Seal what waits, at most `MOST` entries; returns how many. `everything` looks at the whole journal for late ones.

    ImproperlyConfigured when there is no key to sign with.
    """
    signer = signing_key()
    in_turn("seal the journal")
    with connection.cursor() as cursor:
        last = JournalSeal.objects.order_by("-number").first()
        cursor.execute(WAITING, [0 if everything or last is None else _floor(last.number), MOST])
        waiting = [(entry, bytes(leaf)) for entry, leaf in cursor.fetchall()]
        if not waiting:
            return 0
        seal = _sign(signer, last, [leaf for _, leaf in waiting], on or timezone.now())
        seal.save(force_insert=True)
        with cursor.copy(COPY) as copy:
            for position, (entry, leaf) in enumerate(waiting):
                copy.write_row((entry, seal.number, position, leaf))
    transaction.on_commit(lambda: _keep_outside(seal))
    return len(waiting)


def _floor(last: int) -> int:
    """The smallest entry among those of the last seals: what committed late lies after it, but for the very late."""
    recent = SealedEntry.objects.filter(seal__gt=last - LOOK_BACK, position=0)
    return recent.order_by("entry_id").values_list("entry_id", flat=True).first() or 0


def _sign(signer: Signer, last: JournalSeal | None, leaves: list[bytes], at: datetime) -> JournalSeal:
    number = last.number + 1 if last else 1
    previous = bytes(last.chain) if last else merkle.NO_SEAL
    tree = merkle.root(leaves)
    chained = merkle.chain(number, previous, tree, len(leaves), at)
    return JournalSeal(
        number=number,
        previous=previous,
        root=tree,
        entries=len(leaves),
        sealed_at=at,
        chain=chained,
        signature=signer.key.sign(chained),
        signed_by=signer.name,
    )


def _keep_outside(seal: JournalSeal) -> None:
    """A line of JSON, on the disk before anything else happens."""
    line = {"seal": seal.number, "chain": bytes(seal.chain).hex(), "sealed_at": seal.sealed_at.isoformat()}
    path = roots_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, json.dumps(line).encode() + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)


def signing_key() -> Signer:
    """The key from outside. ImproperlyConfigured, in words that never repeat it."""
    return _signer(settings.LINTEL_JOURNAL_KEY)


@cache
def _signer(written: str) -> Signer:
    try:
        raw = urlsafe_b64decode(written + "=" * (-len(written) % 4))
    except (Error, ValueError):
        raw = b""
    if len(raw) != KEY_BYTES:
        raise ImproperlyConfigured(
            "LINTEL_JOURNAL_KEY is not 32 bytes in base 64: the journal cannot be sealed. `make run` makes one."
        )
    key = Ed25519PrivateKey.from_private_bytes(raw)
    return Signer(key, sha256(key.public_key().public_bytes_raw()).hexdigest()[:16])
