"""Identify: households with a child and enough headline needs on a day, as a suggestion to the front door.

The list holds random references and numbers of needs. It is no referral and no decision, and nobody is contacted by it.
A household that has a live case, or a referral that waits, is counted and not suggested: somebody is at work there.
A new run takes the place of the list before; what was decided about a household stays with it.
"""

import secrets
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.operations import journal
from agencies.refusals import Invalid
from cases.models import Case, Referral
from cases.vocabulary import CaseState, ReferralState
from datasharing.operations.anchors import ALPHABET
from outcomes.catalogues import shipped_catalogue
from outcomes.csv_tables import CatalogueRefused
from outcomes.frameworks import Framework, shipped_framework
from outcomes.identification import headline_order
from outcomes.models import HelpOffer, IdentificationRun, Suggestion
from outcomes.selectors.household_needs import Asked, FoundHousehold, asked, households_in_need
from outcomes.selectors.identifying import receiving, receiving_at
from outcomes.vocabulary import Event

BATCH = 2_000


@dataclass(frozen=True)
class IdentifiedHouseholds:
    """What a run found. `suggested` are reference and number of headline needs, most first; `in_hand` are not in it.

    `by_headline` counts the identified households that show each; `left_out` says in words what was not counted
    because no agreement in force lets it; `age_unknown` counts happenings for which an age was not known.
    """

    run: int
    framework: str
    day: date
    place: str
    households: int
    identified: int
    in_hand: int
    suggested: tuple[tuple[str, int], ...]
    by_headline: dict[str, int]
    age_unknown: int
    left_out: tuple[str, ...]


@transaction.atomic
def identify_households(
    actor: Actor | None, framework: str, *, day: date | None = None, place: str = "", on: datetime | None = None
) -> IdentifiedHouseholds:
    """Find the households of a front door's area that have enough needs on `day` (today), by a framework's slug.

    `actor` works at that front door; None is the command line, and `place` then chooses among several front doors. A
    framework that has ended may identify. Raises Invalid for one that is not there or does not go by events.
    """
    at = on or timezone.now()
    chosen = _framework(framework)
    asking = receiving(actor, timezone.localdate()) if actor else receiving_at(place, timezone.localdate())
    question = asked(asking, shipped_catalogue().event_needs, day or timezone.localdate(at))
    identified: list[FoundHousehold] = []
    households = age_unknown = 0
    for found in households_in_need(question):
        households += bool(found.needs.headlines)
        age_unknown += len(found.needs.age_unknown)
        if found.needs.is_identified(chosen.needed):
            identified.append(found)
    in_hand = _in_hand({found.household for found in identified})
    by_headline = Counter(code for found in identified for code in found.needs.headlines)
    run = IdentificationRun.objects.create(
        framework=chosen.slug,
        needed=chosen.needed,
        day=question.day,
        place_id=asking.door.place_id,
        agency_id=asking.actor.agency,
        run_at=at,
        run_by_id=actor.post if actor else None,
        households=households,
        identified=len(identified),
        in_hand=len(in_hand),
        age_unknown=age_unknown,
        by_headline={code: by_headline[code] for code in sorted(by_headline, key=headline_order)},
        left_out=list(question.left_out),
    )
    suggested = _suggest(run, [found for found in identified if found.household not in in_hand])
    detail = {
        "run": run.pk, "framework": run.framework, "day": run.day.isoformat(), "place": asking.door.place,
        "identified": run.identified, "suggested": len(suggested),
    }  # fmt: skip
    journal.record(actor, Event.HOUSEHOLDS_IDENTIFIED, detail=detail)
    return IdentifiedHouseholds(
        run=run.pk,
        framework=run.framework,
        day=run.day,
        place=asking.door.place,
        households=households,
        identified=run.identified,
        in_hand=run.in_hand,
        suggested=suggested,
        by_headline=run.by_headline,
        age_unknown=age_unknown,
        left_out=question.left_out,
    )


def household_headlines(actor: Actor, *, day: date) -> Iterator[tuple[int, str]]:
    """Household and headline, for every household with a child, identified or not: for an operator's files alone."""
    question: Asked = asked(receiving(actor, timezone.localdate()), shipped_catalogue().event_needs, day)
    for found in households_in_need(question):
        for headline in found.needs.headlines:
            yield found.household, headline


def _framework(slug: str) -> Framework:
    try:
        found = shipped_framework(slug)
    except CatalogueRefused as refused:
        raise Invalid(str(refused), field="framework") from refused
    if not found.by_events:
        raise Invalid(
            _("%(title)s does not say which events show its headline needs.") % {"title": found.title},
            field="framework",
        )
    return found


def _in_hand(households: Collection[int]) -> set[int]:
    """Those whose family has a live case, or a referral that is not decided."""
    cases = Case.objects.exclude(state=CaseState.CLOSED).filter(family__household__in=households)
    referrals = Referral.objects.exclude(state=ReferralState.TRIAGED).filter(family__household__in=households)
    rows = [*cases.values_list("family__household_id", flat=True)]
    rows += referrals.values_list("family__household_id", flat=True)
    return {pk for pk in rows if pk is not None}


def _suggest(run: IdentificationRun, found: list[FoundHousehold]) -> tuple[tuple[str, int], ...]:
    """Write the list in place of the one before; a household keeps its reference and what was decided."""
    before = Suggestion.objects.filter(run__place=run.place_id, run__agency=run.agency_id)
    references = dict(before.values_list("household_id", "reference"))
    decided = HelpOffer.objects.filter(place=run.place_id, household__isnull=False).order_by("decided_at")
    offers = {offer.household_id: offer for offer in decided if offer.household_id is not None}
    references |= {household: offer.reference for household, offer in offers.items()}
    taken = set(references.values()) | set(HelpOffer.objects.values_list("reference", flat=True))
    taken |= set(Suggestion.objects.values_list("reference", flat=True))
    before.delete()
    rows = [
        Suggestion(
            run=run,
            household_id=one.household,
            reference=references.get(one.household) or _new_reference(taken),
            headlines=len(one.needs.headlines),
            offer=offers.get(one.household),
        )
        for one in found
    ]
    Suggestion.objects.bulk_create(rows, BATCH)
    return tuple(sorted(((row.reference, row.headlines) for row in rows), key=lambda row: (-row[1], row[0])))


def _new_reference(taken: set[str]) -> str:
    while True:
        reference = "H" + "".join(secrets.choice(ALPHABET) for _ in range(7))
        if reference not in taken:
            taken.add(reference)
            return reference
