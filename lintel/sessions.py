"""Sessions in the database that end: an hour after the last request, and twelve hours after signing in at most.

What a session holds is sealed, so that nothing that was typed can be read in the table.

A request renews its session; one that changes nothing in it writes it once a minute and not more often, so that a look
at a page is not a write. The hour is then at most that minute shorter.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.utils.encoding import force_str

from datasharing.keys.ciphers import Unreadable
from datasharing.keys.outside import SESSION, open_words, seal_words

BEGAN = "_began"
SAVED = "_saved"
RENEWED_EVERY_SECONDS = 60


class SessionStore(DatabaseSessionStore):
    """A session that remembers when it began, in whole seconds since 1970."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and a new key, once it is older than `SESSION_LONGEST_SECONDS`."""
        held: dict[str, Any] = super().load()
        began = held.get(BEGAN)
        if began is not None and time.time() - began >= settings.SESSION_LONGEST_SECONDS:
            self._session_key = None
            return {}
        return held

    def encode(self, session_dict: dict[str, Any]) -> str:
        """As the database holds it: signed, then sealed."""
        return seal_words(SESSION, super().encode(session_dict))

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """What it holds; nothing when it was altered, or the key it is sealed under is gone."""
        try:
            held: dict[str, Any] = super().decode(open_words(SESSION, force_str(session_data)))
        except Unreadable:
            return {}
        return held

    def save(self, must_create: bool = False) -> None:
        """Keep the session; note when it began if that is not known yet. Unchanged and lately kept, it stands."""
        now = int(time.time())
        if not self.modified and not must_create and now - self.get(SAVED, 0) < RENEWED_EVERY_SECONDS:
            return
        self.setdefault(BEGAN, now)
        self[SAVED] = now
        super().save(must_create=must_create)

    def cycle_key(self) -> None:
        """A new key at sign-in: the twelve hours count from here."""
        self[BEGAN] = int(time.time())
        super().cycle_key()
