"""The directory of services: searched, filtered, one service, and how fresh it is. Nothing personal, so no door."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.refusals import NotFound
from cases.models import DirectoryEntry, DirectoryFeed
from cases.selectors.pages import Page
from cases.vocabulary import Need

SIZE = 20
STALE = timedelta(days=183)
OFFERED = 300


@dataclass(frozen=True)
class DirectoryRow:
    """One service in a list."""

    id: int
    name: str
    provider: str
    begins: str
    needs: tuple[str, ...]
    ages: str
    is_stale: bool


@dataclass(frozen=True)
class EntrySheet:
    """One service whole. `is_offered` is false once it has closed or left its feed."""

    id: int
    name: str
    provider: str
    description: str
    url: str
    email: str
    telephone: str
    needs: tuple[str, ...]
    need_words: tuple[str, ...]
    eligibility: str
    ages: str
    cost: str
    schedule: tuple[str, ...]
    places: tuple[str, ...]
    languages: tuple[str, ...]
    checked_on: date | None
    is_stale: bool
    is_offered: bool
    feed: str
    read_at: datetime


@dataclass(frozen=True)
class DirectorySheet:
    """A page of services, and when the feeds were last read."""

    rows: tuple[DirectoryRow, ...]
    count: int
    page: Page
    read_at: datetime | None
    search: str
    need: str
    age: int | None


@dataclass(frozen=True)
class AsideRow:
    """A row of a feed that could not be used."""

    number: int
    key: str
    reason: str


@dataclass(frozen=True)
class FeedRow:
    """One feed: when it was read, when it last changed anything, what it offers and what was set aside."""

    name: str
    source: str
    place_name: str
    read_at: datetime
    changed_at: datetime
    offered: int
    stale: int
    aside: tuple[AsideRow, ...]


def directory(
    actor: Actor, *, search: str = "", need: str = "", age: int | None = None, page: int = 1
) -> DirectorySheet:
    """Services for the actor's place, by name; every word of `search` must stand in one of them."""
    wanted = need if need in Need.values else ""
    found = _offered(actor)
    for word in search.replace("\x00", "").split()[:10]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(description__icontains=word)
            | Q(provider__icontains=word)
            | Q(eligibility__icontains=word)
            | Q(places__icontains=word)
        )
    if wanted:
        found = found.filter(needs__contains=[wanted])
    if age is not None:
        found = found.filter(Q(least_age__isnull=True) | Q(least_age__lte=age)).filter(
            Q(most_age__isnull=True) | Q(most_age__gte=age)
        )
    number = max(page, 1)
    rows = list(found[(number - 1) * SIZE : number * SIZE + 1])
    read_at = _feeds(actor).order_by("read_at").values_list("read_at", flat=True).first()
    return DirectorySheet(
        rows=tuple(_row(one) for one in rows[:SIZE]),
        count=found.count(),
        page=Page(number, number > 1, len(rows) > SIZE),
        read_at=read_at,
        search=search,
        need=wanted,
        age=age,
    )


def entry(actor: Actor, wanted: int) -> EntrySheet:
    """One service, offered or not any more. Raises NotFound."""
    one = DirectoryEntry.objects.filter(pk=wanted, feed__in=_feeds(actor)).select_related("feed").first()
    if one is None:
        raise NotFound(str(wanted))
    return EntrySheet(
        id=one.pk,
        name=one.name,
        provider=one.provider,
        description=one.description,
        url=one.url,
        email=one.email,
        telephone=one.telephone,
        needs=tuple(one.needs),
        need_words=_needs(one),
        eligibility=one.eligibility,
        ages=ages(one.least_age, one.most_age),
        cost=one.cost,
        schedule=tuple(one.schedule),
        places=tuple(one.places),
        languages=tuple(one.languages),
        checked_on=one.checked_on,
        is_stale=_is_stale(one),
        is_offered=one.is_running and one.gone_at is None,
        feed=one.feed.name,
        read_at=one.feed.read_at,
    )


def signposts(actor: Actor) -> list[tuple[str, str]]:
    """Services to choose from when somebody is signposted, by name; empty where there are too many to choose from."""
    found = list(_offered(actor).values_list("name", "provider")[: OFFERED + 1])
    words = dict.fromkeys(f"{name} ({provider})"[:200] for name, provider in found)
    return [(one, one) for one in words] if len(found) <= OFFERED else []


def feeds(actor: Actor) -> tuple[FeedRow, ...]:
    """The feeds of the administrator's place, with what was set aside of each."""
    here = Q(entries__gone_at__isnull=True, entries__is_running=True)
    old = here & Q(entries__checked_on__lt=timezone.localdate() - STALE)
    found = _feeds(actor).select_related("place").prefetch_related("aside")
    counted = found.annotate(offered=Count("entries", filter=here), stale=Count("entries", filter=old))
    return tuple(
        FeedRow(
            name=one.name,
            source=one.source,
            place_name=one.place.name,
            read_at=one.read_at,
            changed_at=one.changed_at,
            offered=one.offered,
            stale=one.stale,
            aside=tuple(AsideRow(row.number, row.key, row.reason) for row in one.aside.all()),
        )
        for one in counted
    )


def _offered(actor: Actor) -> "QuerySet[DirectoryEntry, Any]":
    """What a referral can name: services of the actor's place that run and stand in their feed."""
    return DirectoryEntry.objects.filter(feed__in=_feeds(actor), gone_at__isnull=True, is_running=True).order_by(
        "name", "pk"
    )


def ages(least: int | None, most: int | None) -> str:
    """For whom, in words."""
    if least is None and most is None:
        return _("any age")
    if most is None:
        return _("%(least)s and over") % {"least": least}
    return (
        _("up to %(most)s") % {"most": most}
        if not least
        else _("%(least)s to %(most)s") % {"least": least, "most": most}
    )


def _feeds(actor: Actor) -> "QuerySet[DirectoryFeed, Any]":
    """Feeds of the actor's place, of the places that it lies in, and of those inside it."""
    lines = actor.place.split("/")
    above = ["/".join(lines[:count]) for count in range(1, len(lines) + 1)]
    return DirectoryFeed.objects.filter(Q(place__path__in=above) | Q(place__path__startswith=f"{actor.place}/"))


def _row(one: DirectoryEntry) -> DirectoryRow:
    begins = " ".join(one.description.split())
    return DirectoryRow(
        id=one.pk,
        name=one.name,
        provider=one.provider,
        begins=begins if len(begins) <= 160 else f"{begins[:157].rsplit(' ', 1)[0]} …",
        needs=_needs(one),
        ages=ages(one.least_age, one.most_age),
        is_stale=_is_stale(one),
    )


def _needs(one: DirectoryEntry) -> tuple[str, ...]:
    return tuple(str(Need(need).label) for need in one.needs if need in Need.values)


def _is_stale(one: DirectoryEntry) -> bool:
    return one.checked_on is None or one.checked_on < timezone.localdate() - STALE
