"""The steps by which a place folder goes in: each calls the operation that pages and commands call."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone

from agencies.actor import Actor
from agencies.refusals import Refused
from cases.intake.operations.form_family import form_family
from cases.intake.operations.import_extract import ImportedExtract, import_extract
from cases.intake.operations.linking import Matched
from cases.intake.operations.match_referral import match_referral
from cases.intake.operations.submit_referral import submit_referral
from cases.intake.report import read_report
from cases.intake.selectors.settled import somebody_at_home, somebody_known
from cases.operations.record_support import record_support
from lintel.places.folder import PlaceFolder, Supported

Say = Callable[[str], None]


@dataclass(frozen=True)
class Taken:
    """A referral that went in: its sender's reference, its own, and what matching made of it."""

    sent_as: str
    reference: str
    matched: Matched


def take_extracts(folder: PlaceFolder, suppliers: Mapping[str, str] | None = None) -> dict[str, ImportedExtract]:
    """Every extract of the folder through its profile. `suppliers` names an agency where several could be it."""
    done = {}
    for profile, cover in folder.covers.items():
        with folder.extract(profile).open("rb") as file:
            supplier = (suppliers or {}).get(profile, "")
            done[profile] = import_extract(None, profile, file=file, cover=cover, supplier=supplier)
    return done


def take_referrals(
    rows: Iterable[dict[str, Any]], *, senders: Mapping[str, Actor | None], front_door: Actor, say: Say
) -> Iterator[Taken]:
    """Each referral in order of arrival, at its own moment: submitted by its sender, matched without anybody.

    `senders` gives the actor for each source; None is a family's own. One that is refused is said, with the reason.
    """
    for row in rows:
        try:
            moment = datetime.fromisoformat(row["received_at"]) if row.get("received_at") else timezone.now()
            report = read_report(row, today=timezone.localdate(moment))
            sent = submit_referral(senders.get(report.source), report, on=moment)
            if sent.is_new:
                matched = match_referral(front_door, sent.reference, on=moment)
                yield Taken(report.sender_reference, sent.reference, matched)
        except Refused as refused:
            say(f"referral {row.get('id', '')} was refused: {refused.words}")


def take_support(
    supports: Iterable[Supported], *, manager: Actor, workers: Mapping[str, Actor], place: str, say: Say
) -> int:
    """Each supported family, found by its lead's columns together, with its minutes. Returns how many went in."""
    done = 0
    for one in supports:
        lead = _lead(one, say)
        if lead is None:
            continue
        started = midnight(one.starts_on)
        try:
            family = form_family(manager, lead, place=place, on=started)
            record_support(
                manager,
                family_reference=family.file,
                support_reference=one.reference,
                key_worker=workers[one.worker].post,
                starts_at=started,
                ends_at=midnight(one.ends_on) if one.ends_on else None,
                intensity=one.tier,
                weeks=one.weeks,
            )
        except Refused as refused:
            say(f"support {one.reference} was refused: {refused.words}")
            continue
        done += 1
    return done


def _lead(one: Supported, say: Say) -> UUID | None:
    """Whoever led, or somebody of the one household of that name at that postcode; says where it is not the lead."""
    lead = somebody_known(
        given_name=one.given_name,
        family_name=one.family_name,
        date_of_birth=one.date_of_birth,
        nhs_number=one.nhs_number,
        postcode=one.postcode,
    )
    if lead is not None:
        return lead
    other = somebody_at_home(family_name=one.family_name, postcode=one.postcode)
    found = "taken for the one family of that name at that postcode" if other else "and no such family lives there"
    say(f"support {one.reference}: its lead is in no extract, {found}")
    return other


def midnight(day: date) -> datetime:
    """The first moment of a day, in local time."""
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)
