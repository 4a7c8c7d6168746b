"""A family's referrals to services of the directory, and what came of each, as far as the reader may see them."""

from dataclasses import dataclass
from datetime import date, datetime

from agencies.actor import Actor
from cases.models import ServiceReferral
from cases.selectors.head import Head, Opened, Section, open_head, section, show
from cases.selectors.needs import EVIDENCE
from cases.selectors.people import Member, People, people_in
from cases.vocabulary import HELP_GOES_ON, HelpResult, HelpState, Need
from datasharing import door
from datasharing.shown import Shown


@dataclass(frozen=True)
class ServiceNewsRow:
    """One step of what became of it."""

    happened_on: date
    state_words: str
    words: str
    recorded_by: str


@dataclass(frozen=True)
class ServiceRow:
    """One referral to a service. `about` is empty for the whole family; `next_states` are what can come next."""

    id: int
    entry: int
    service: str
    provider: str
    need: str
    need_words: str
    about: str
    words: Shown[str]
    agreed_on: date
    referred_at: datetime
    referred_by: str
    state: str
    state_words: str
    result_words: str
    ended_on: date | None
    news: tuple[ServiceNewsRow, ...]
    next_states: tuple[str, ...]


@dataclass(frozen=True)
class ServicesSheet:
    """The services of a family's latest case, the latest first, and the people they can be for."""

    head: Head
    rows: tuple[ServiceRow, ...]
    members: tuple[Member, ...]
    section: Section


def services(actor: Actor, reference: str) -> ServicesSheet:
    """What help from services the family has and had. Raises NotFound where it is not the actor's."""
    with door.open_one(actor, reference) as file:
        opened = open_head(file)
        people = people_in(opened)
        return ServicesSheet(opened.head, service_rows(opened, people), people.members, section(file, *EVIDENCE))


def service_rows(opened: Opened, people: People) -> tuple[ServiceRow, ...]:
    """The referrals that this reader may see; one about somebody whom they do not know of is not among them."""
    if opened.case is None:
        return ()
    found = (
        ServiceReferral.objects.filter(case=opened.case)
        .select_related("entry", "supplier", "referred_by__practitioner", "referred_by__agency")
        .prefetch_related("news__recorded_by__practitioner")
    )
    return tuple(row for one in found if (row := _row(opened, people, one)))


def _row(opened: Opened, people: People, one: ServiceReferral) -> ServiceRow | None:
    about = [one.about_id] if one.about_id else []
    words = show(opened.file, one.words, one.category, one.supplier, about)
    if not words.is_open:
        return None
    return ServiceRow(
        id=one.pk,
        entry=one.entry_id,
        service=one.entry.name,
        provider=one.entry.provider,
        need=one.need,
        need_words=str(Need(one.need).label),
        about=", ".join(people.names(about)),
        words=words,
        agreed_on=one.agreed_on,
        referred_at=one.referred_at,
        referred_by=f"{one.referred_by.practitioner.name}, {one.referred_by.agency.name}",
        state=one.state,
        state_words=str(HelpState(one.state).label),
        result_words=str(HelpResult(one.result).label) if one.result else "",
        ended_on=one.ended_on,
        news=tuple(
            ServiceNewsRow(
                row.happened_on, str(HelpState(row.state).label), row.words, row.recorded_by.practitioner.name
            )
            for row in one.news.all()
        ),
        next_states=tuple(str(state) for state in HELP_GOES_ON[one.state]),
    )
