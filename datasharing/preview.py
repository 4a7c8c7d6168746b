"""A family as another agency would see it: what is open both to them and to whoever looks, and no more.

Nobody learns by it what they may not see themselves. It is with the eyes of whoever of that kind of agency is on the
team; else of a stand-in, as if somebody of an agency that works in the place joined it. What was given to one person
beyond the team's reach (asked for, or in an emergency) is left out.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone

from agencies.access import USUAL_PURPOSE
from agencies.actor import Actor
from agencies.places import lies_inside
from agencies.selectors.actor import acting
from agencies.selectors.posts import live_posts, posts_by_id
from agencies.vocabulary import AgencyKind, Role
from datasharing.deciding import Deciding, Told
from datasharing.disclosing import Looks
from datasharing.door import OpenFile
from datasharing.policy import Decision, Reason, strictest
from datasharing.selectors.holders import holders
from datasharing.selectors.protections import Protections
from datasharing.selectors.rules import rulebook_for
from datasharing.shown import Padlock
from datasharing.visible import Held
from datasharing.vocabulary import Category, Reach

NOBODY = 0
"""The post of a stand-in: no restriction names it."""


@dataclass(frozen=True)
class Eyes:
    """With whose eyes: of a practitioner on the team, or of anybody whom this agency might send (`is_stand_in`)."""

    agency: str
    role_words: str
    is_stand_in: bool


class SeenBy(OpenFile):
    """A file on which is open what is open on both of two: the reader's own, and that of whoever they look as."""

    def __init__(self, mine: OpenFile, theirs: OpenFile) -> None:
        vars(self).update(vars(mine))
        self.reaches = frozenset()
        self._mine, self._theirs = mine, theirs
        self._told = {}

    def know(self, subjects: Iterable[UUID]) -> None:
        """Read what protects these people before both."""
        found = tuple(subjects)
        self._mine.know(found)
        self._theirs.know(found)

    def hides(self, subject: UUID | None) -> bool:
        """Whether either may not know that there is such a person."""
        return self._mine.hides(subject) or self._theirs.hides(subject)

    def seals(self, category: Category, subjects: Collection[UUID]) -> bool:
        """Whether either may not know that there is such a record."""
        return self._mine.seals(category, subjects) or self._theirs.seals(category, subjects)

    def restricts(self, category: Category, subjects: Collection[UUID]) -> bool:
        """Whether a restriction closes it to either."""
        return self._mine.restricts(category, subjects) or self._theirs.restricts(category, subjects)

    def padlocks(self, *categories: Category) -> tuple[Padlock, ...]:
        """What is closed to whoever they look as; by rule alone, as everywhere."""
        return self._theirs.padlocks(*categories)

    def why(self, category: Category) -> tuple[Reason, ...]:
        """On what bases whoever they look as sees it."""
        return self._theirs.why(category)

    def _decision(self, told: Told) -> Decision:
        return strictest([self._theirs._decision(told), self._mine._decision(told)])


def seen_by(file: OpenFile, kind: AgencyKind) -> tuple[SeenBy, Eyes] | None:
    """This opened file with the eyes of an agency of this kind; None where none of the kind works in the place."""
    found = _on_team(file, kind)
    is_stand_in = found is None
    actor = found or _stand_in(file, kind)
    if actor is None:
        return None
    today = timezone.localdate()
    held = Held(
        id=file.id, reference=file.reference, place=file.place, inside_place=lies_inside(file.place, actor.place),
        reaches=frozenset({Reach.TEAM}), asked_about=frozenset(), emergency=frozenset(), specific=None, due_at=None,
        due_for="",
    )  # fmt: skip
    theirs = OpenFile(
        actor, held, rulebook_for(actor, today), Protections(actor), Looks(), Deciding(actor, today), False
    )
    return SeenBy(file, theirs), Eyes(actor.agency_name, str(actor.role.label), is_stand_in)


def _on_team(file: OpenFile, kind: AgencyKind) -> Actor | None:
    """Whoever of this kind of agency works with the family: the first by name."""
    posts = posts_by_id(holders(file.id, {Reach.TEAM})).values()
    found = next((post for post in posts if post.kind == kind and post.role != Role.DA_ADVISER), None)
    return acting(None, found.id) if found else None


def _stand_in(file: OpenFile, kind: AgencyKind) -> Actor | None:
    """Somebody whom an agency of this kind might send: a partner's contact there, without a name or a post."""
    posts = [post for post in live_posts(role=Role.PARTNER_CONTACT) if post.kind == kind]
    found = next((post for post in posts if lies_inside(file.place, post.place)), None)
    actor = acting(None, found.id) if found else None
    if actor is None:
        return None
    return replace(actor, post=NOBODY, name="", purpose=USUAL_PURPOSE[Role.PARTNER_CONTACT])
