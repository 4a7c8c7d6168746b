"""The secrets of second factors: sealed as the library keeps them, and anew when the key from outside changes."""

from __future__ import annotations

from typing import Any

from datasharing.keys.outside import FACTOR, is_newest, open_words, seal_words

SECRETS = ("secret", "seed")
"""Where the library holds a secret of its own within `data`."""


def sealed_anew(data: dict[str, Any]) -> dict[str, Any]:
    """The same secrets under the newest key."""
    anew = {
        name: seal_words(FACTOR, open_words(FACTOR, data[name]))
        for name in SECRETS
        if name in data and not is_newest(data[name])
    }
    return data | anew


def sealed_first(data: dict[str, Any]) -> dict[str, Any]:
    """Secrets that were plain until now."""
    return data | {name: seal_words(FACTOR, data[name]) for name in SECRETS if name in data}
