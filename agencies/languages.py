"""The reader's language, and English as it is written in the code: the two ways to say the same words."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from agencies.words import Words


def told(words: Any) -> str:
    """Words of reasoning, or of data that is shipped with the house, in the language of whoever reads them now.

    What has no translation (a name, what an area wrote itself) is said as it is.
    """
    if isinstance(words, Words):
        given = {name: told(one) if isinstance(one, str) else one for name, one in words.given.items()}
        return _(words.message) % given if given else _(words.message)
    return _(str(words)) if words else ""


def as_written(words: Any) -> str:
    """Words as the code has them, for what is stored or leaves the house: no language, no vocabulary."""
    with translation.override(None):
        if isinstance(words, Words) and words.given:
            return words.message % {name: as_written(one) for name, one in words.given.items()}
        return str(words)
