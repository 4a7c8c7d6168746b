"""The actor: a practitioner acting for one agency in one post, for one purpose."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from agencies.vocabulary import AgencyKind, Purpose, Role


@dataclass(frozen=True)
class Actor:
    """Who asks. Built from a live post by `agencies.selectors.actor`; never from what the caller says.

    `place` is the path of the post's place ("ashworth/north"); a family lies inside it when its own path begins so.
    """

    post: int
    practitioner: UUID
    agency: int
    agency_name: str
    kind: AgencyKind
    role: Role
    place: str
    starts_on: date
    ends_on: date | None
    purpose: Purpose
    name: str = ""

    def for_purpose(self, purpose: Purpose) -> "Actor":
        """The same practitioner in the same post, asking for another purpose (set by the access table alone)."""
        return replace(self, purpose=purpose)

    def is_live(self, on: date) -> bool:
        """Whether the post is held on this day; `ends_on` is the last day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)
