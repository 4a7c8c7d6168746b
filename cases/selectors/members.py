"""The people of a family, for the forms that ask whom something is about."""

from dataclasses import dataclass

from agencies.actor import Actor
from cases.selectors.head import Head, open_head
from cases.selectors.people import Member, people_in
from datasharing import door


@dataclass(frozen=True)
class MembersSheet:
    """The people whom this reader knows of, and which of them are children."""

    head: Head
    members: tuple[Member, ...]
    children: tuple[Member, ...]


def members(actor: Actor, reference: str) -> MembersSheet:
    """The people of a family. Raises NotFound where it is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        people = people_in(opened)
        return MembersSheet(opened.head, people.members, people.children)
