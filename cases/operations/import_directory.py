"""Take in a directory of services: a row is in, or set aside with its reason; the same feed again changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Place
from agencies.operations import journal
from agencies.places import lies_inside
from agencies.refusals import Invalid, NotAllowed, Refused
from agencies.vocabulary import Role
from cases.directory import Listing, SetAside, read_listing
from cases.models import DirectoryAside, DirectoryEntry, DirectoryFeed
from cases.needs_words import needs_words
from cases.vocabulary import Event

SAFE_TO_LOSE = 10
"""A feed may lose this many services without being asked whether it is whole."""


@dataclass(frozen=True)
class DirectoryRead:
    """What became of a feed: services new, changed, the same as before, gone from it; and rows set aside."""

    new: int
    changed: int
    same: int
    gone: int
    aside: int

    @property
    def words(self) -> str:
        """In a sentence."""
        return (
            f"{self.new:,} new, {self.changed:,} changed, {self.same:,} as before, {self.gone:,} gone, "
            f"{self.aside:,} set aside."
        )


@transaction.atomic
def import_directory(
    actor: Actor | None,
    feed: str,
    rows: Iterable[Mapping[str, Any]],
    *,
    place: str,
    source: str,
    is_whole: bool = False,
    on: datetime | None = None,
) -> DirectoryRead:
    """Read a feed of services for a place. A feed that lost more than half of its services is refused unless `is_whole`
    says that it is meant."""
    at = on or timezone.now()
    if actor is not None and (actor.role != Role.ADMINISTRATOR or not lies_inside(place, actor.place)):
        raise NotAllowed(_("Only an administrator of the place can take in its directory."))
    where = Place.objects.filter(path=place).first()
    if where is None:
        raise Invalid(_("Choose a place."), "place")
    listings, aside = _checked(rows)
    if not listings:
        raise Invalid(_("Not one service in it can be used. Nothing was changed."), "file")
    held, _made = DirectoryFeed.objects.select_for_update().get_or_create(
        name=feed, defaults={"place": where, "source": source[:500], "read_at": at, "changed_at": at}
    )
    if held.place_id != where.pk:
        raise Refused(
            _("The feed “%(feed)s” is of another place. Give this one another name.") % {"feed": feed}, "feed"
        )
    known = {entry.key: entry for entry in DirectoryEntry.objects.filter(feed=held)}
    gone = [entry for key, entry in known.items() if key not in listings and entry.gone_at is None]
    offered = sum(1 for entry in known.values() if entry.gone_at is None)
    if len(gone) > max(SAFE_TO_LOSE, offered // 2) and not is_whole:
        raise Refused(
            _("%(gone)s of %(offered)s services are not in it any more. Say that it is whole, or mend it.")
            % {"gone": format(len(gone), ","), "offered": format(offered, ",")}
        )
    read = _write(held, known, listings, gone, at, len(aside))
    _keep_aside(held, aside)
    held.read_at, held.source = at, source[:500]
    held.changed_at = at if read.new or read.changed or read.gone else held.changed_at
    held.save(update_fields=["read_at", "changed_at", "source"])
    journal.record(
        actor,
        Event.DIRECTORY_IMPORTED,
        detail={"feed": feed, "new": read.new, "changed": read.changed, "gone": read.gone, "aside": read.aside},
        on=at,
    )
    return read


def _checked(rows: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Listing], list[tuple[int, str, str]]]:
    """Listings by their id, and what was set aside: number, id, reason."""
    words = needs_words()
    listings: dict[str, Listing] = {}
    aside: list[tuple[int, str, str]] = []
    for number, row in enumerate(rows, 1):
        try:
            listing = read_listing(row, words)
            if listing.id in listings:
                raise SetAside("Its id stands in the feed twice.")
            listings[listing.id] = listing
        except SetAside as why:
            aside.append((number, str(row.get("id") or "")[:100].replace("\x00", ""), str(why)[:300]))
    return listings, aside


def _write(
    feed: DirectoryFeed,
    known: dict[str, DirectoryEntry],
    listings: dict[str, Listing],
    gone: list[DirectoryEntry],
    at: datetime,
    aside: int,
) -> DirectoryRead:
    new, changed = [], []
    for key, listing in listings.items():
        entry = known.get(key)
        if entry is None:
            new.append(_filled(DirectoryEntry(feed=feed, key=key, added_at=at), listing))
        elif entry.digest != listing.digest or entry.gone_at is not None:
            changed.append(_filled(entry, listing))
    DirectoryEntry.objects.bulk_create(new, batch_size=500)
    for entry in changed:
        entry.save()
    DirectoryEntry.objects.filter(pk__in=[entry.pk for entry in gone]).update(gone_at=at)
    same = len(listings) - len(new) - len(changed)
    return DirectoryRead(len(new), len(changed), same, len(gone), aside)


def _filled(entry: DirectoryEntry, listing: Listing) -> DirectoryEntry:
    for name in ("name", "description", "provider", "url", "email", "telephone", "eligibility", "least_age", "most_age",
                 "cost", "checked_on", "is_running", "digest"):  # fmt: skip
        setattr(entry, name, getattr(listing, name))
    for name in ("needs", "schedule", "places", "languages"):
        setattr(entry, name, list(getattr(listing, name)))
    entry.gone_at = None
    return entry


def _keep_aside(feed: DirectoryFeed, aside: list[tuple[int, str, str]]) -> None:
    held = list(DirectoryAside.objects.filter(feed=feed).values_list("number", "key", "reason"))
    if held != aside:
        DirectoryAside.objects.filter(feed=feed).delete()
        DirectoryAside.objects.bulk_create(
            DirectoryAside(feed=feed, number=number, key=key, reason=reason) for number, key, reason in aside
        )
