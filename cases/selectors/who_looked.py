"""Who looked at what is about one member of a family: for whoever tells that person."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.refusals import NotAllowed, NotFound
from cases.selectors.head import Head, open_head
from cases.selectors.pages import Page, page_of
from cases.selectors.people import people_in
from cases.selectors.safety import TELLERS
from datasharing import door
from datasharing.selectors.looks import PersonLook, looks_at_person

PAGE = 50


@dataclass(frozen=True)
class WhoLookedSheet:
    """A page of looks at what is about one person."""

    head: Head
    name: str
    looks: tuple[PersonLook, ...]
    page: Page


def who_looked(actor: Actor, reference: str, subject: UUID, *, page: int = 1) -> WhoLookedSheet:
    """Who looked, latest first. NotFound where the family, or this person in it, is not the actor's to know of."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        about = next((one for one in people_in(opened).members if one.subject == subject), None)
        if about is None:
            raise NotFound(reference)
        if not file.reaches & TELLERS:
            raise NotAllowed(_("The key worker, or their manager, tells a person who looked."))
        found, here = page_of(looks_at_person(file.id, subject), page, PAGE)
        return WhoLookedSheet(opened.head, about.known_as, tuple(found), here)
