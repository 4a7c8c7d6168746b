"""What somebody needs to make one record two: who can go, who can be key worker, who can keep a seal."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from agencies.actor import Actor
from agencies.refusals import NotAllowed
from agencies.selectors.posts import live_posts, post_words
from cases.permits import IN_WORK
from cases.selectors.caseloads import key_workers_for
from cases.selectors.head import Head, open_head
from cases.selectors.people import Member, people_in
from datasharing import door
from datasharing.operations.restrictions import SETTERS
from datasharing.places import lies_inside
from datasharing.vocabulary import Reach

NOT_YOURS = _("The team manager separates a family; under a seal, a domestic abuse adviser or a manager.")


@dataclass(frozen=True)
class PostToChoose:
    """A post that can be chosen, in words."""

    post: int
    words: str


@dataclass(frozen=True)
class SeparateSheet:
    """Members whom the reader may know of. `may_seal` and `may_part`: in which of the two ways they may do it."""

    head: Head
    members: tuple[Member, ...]
    workers: tuple[PostToChoose, ...]
    custodians: tuple[PostToChoose, ...]
    may_seal: bool
    may_part: bool


def separate_sheet(actor: Actor, reference: str) -> SeparateSheet:
    """The sheet. NotFound where the family is not the actor's, NotAllowed where this step is somebody else's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        may_seal = actor.role in SETTERS
        may_part = Reach.SUPERVISION in file.reaches
        if not (may_seal or may_part) or opened.head.state not in IN_WORK:
            raise NotAllowed(str(NOT_YOURS))
        here = [one for one in live_posts(role=tuple(SETTERS)) if lies_inside(file.place, one.place)]
        return SeparateSheet(
            head=opened.head,
            members=people_in(opened).members,
            workers=tuple(PostToChoose(one.id, post_words(one)) for one in key_workers_for(file.place)),
            custodians=tuple(PostToChoose(one.id, post_words(one)) for one in here) if may_seal else (),
            may_seal=may_seal,
            may_part=may_part,
        )
