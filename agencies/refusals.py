"""How an operation says no: in words, for the practitioner who reads them."""


class Refused(Exception):
    """A step that may not be taken. `words` says why and what to do; `field` names the form field it belongs to.

    Pages show the words in the error summary and keep what was typed; the API answers 409 with problem details.
    """

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.field = field


class Invalid(Refused):
    """What was given is not usable (a date in the future, a name missing). The API answers 422."""


class NotFound(Exception):
    """There is no such thing for this reader. Says nothing of whether it exists: every adapter answers 404."""


class NotAllowed(Refused):
    """The reader has reach, but this step is not theirs to take. Every adapter answers 403, in words."""
