"""The people of a family, for the forms that ask whom something is about."""

from dataclasses import dataclass

from agencies.actor import Actor
from cases.selectors.drafts import KeptDraft, draft_in
from cases.selectors.head import Head, open_head
from cases.selectors.people import Member, people_in
from datasharing import door


@dataclass(frozen=True)
class MembersSheet:
    """The people whom this reader knows of, which of them are children, and the draft of the form that asks."""

    head: Head
    members: tuple[Member, ...]
    children: tuple[Member, ...]
    draft: KeptDraft | None = None


def members(actor: Actor, reference: str, *, step: str = "") -> MembersSheet:
    """The people of a family, with the actor's own draft of a `step`. Raises NotFound where it is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        people = people_in(opened)
        draft = draft_in(opened, actor, step) if step else None
        return MembersSheet(opened.head, people.members, people.children, draft)
