"""What a sheet holds in place of a bare value: the value if it is open, and either way why. Pure."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from agencies.vocabulary import AgencyKind
from datasharing.policy import Decision, Reason
from datasharing.vocabulary import Category, Level, Route

T = TypeVar("T")


@dataclass(frozen=True, slots=True, init=False)
class Shown(Generic[T]):
    """One part of a page. `value` is None unless open; `contact` is a neutral contact at involvement, else empty."""

    value: T | None
    decision: Decision
    contact: str = ""

    def __init__(self, value: T | None, decision: Decision, contact: str = "") -> None:
        # Made for every field of every page: what a frozen dataclass does for itself takes twice as long.
        _set_value(self, value)
        _set_decision(self, decision)
        _set_contact(self, contact)

    @property
    def level(self) -> str:
        """hidden, involvement or open."""
        return self.decision.level.word

    @property
    def is_open(self) -> bool:
        """Whether the value is there to be shown."""
        return self.decision.level is Level.OPEN

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it is open; empty when hidden."""
        return self.decision.reasons

    @property
    def why(self) -> str:
        """In words: why it is open, or why it is closed."""
        return self.decision.why

    @property
    def route(self) -> Route:
        """What the reader can do about something closed."""
        return self.decision.route


_set_value, _set_decision, _set_contact = (vars(Shown)[name].__set__ for name in ("value", "decision", "contact"))
_blank = Shown.__new__


def made(value: T | None, decision: Decision, contact: str) -> Shown[T]:
    """`Shown(value, decision, contact)`, without the way through its class: for the door."""
    shown: Shown[T] = _blank(Shown)
    _set_value(shown, value)
    _set_decision(shown, decision)
    _set_contact(shown, contact)
    return shown


@dataclass(frozen=True, slots=True)
class Padlock:
    """A category that a kind of agency usually supplies and this reader does not see: by rule, never by rows."""

    category: Category
    supplier_kind: AgencyKind | None
    level: str
    why: str
    route: Route
    contact: str
    words: str

    @property
    def is_open(self) -> bool:
        """Never: a padlock stands for what is closed."""
        return False
