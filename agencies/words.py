"""Words of reasoning, which knows no Django and speaks English; a page can say the same in another language."""

from __future__ import annotations

from typing import Self


class Words(str):
    """English words that remember the message they were made from and what was filled in.

    To whatever compares them they are a plain string. `agencies.languages.told` says them in the reader's language,
    `as_written` in English for what is stored. The message is written out where it is made, so that it can be found
    for translation: `Words("No agreement lets %(supplier)s share it.", supplier=kind.label)`. Without anything to fill
    in, the message is taken as it stands.
    """

    message: str
    given: dict[str, object]

    def __new__(cls, message: str, **given: object) -> Self:
        made = super().__new__(cls, message % given if given else message)
        made.message = message
        made.given = given
        return made
