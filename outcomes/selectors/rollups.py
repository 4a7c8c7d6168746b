"""Rollups of a place's families: which no longer fit what they were worked out from, and what they hold.

For `refresh_rollups` and the overview alone: they decide nothing about who may see what. A stamp tells of a family's
members, of every occurrence of theirs that the ledger took up and when, of the windows of its support, and of the
quarters that are counted; the whole place is looked through in one statement, and only what changed is worked out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from uuid import UUID

from django.db import connection

from agencies.models import Place
from agencies.within import within
from cases.models import Case
from cases.vocabulary import ClosingOutcome
from datasharing.models.sealed import opened
from outcomes.catalogues import shipped_catalogue
from outcomes.models import CostRollup
from outcomes.rollups import Rollup, quarters_before, read, roll_up
from outcomes.selectors.claim_facts import spoken_for
from outcomes.selectors.support_windows import (
    ShownCatalogue,
    SupportDates,
    last_day_of_data,
    support_dates,
    support_windows,
)
from outcomes.selectors.supported_costs import supported_costs

CHUNK = 2_000

TOLD = """
WITH member AS (
    SELECT family_id, person_id, CASE WHEN bool_and(left_on IS NOT NULL) THEN max(left_on) END AS left_on
    FROM cases_familymember WHERE family_id = ANY(%s) GROUP BY family_id, person_id
), told AS (
    SELECT subject_id, count(*) AS number, count(posted_at) AS posted, max(posted_at) AS last, sum(id) AS ids
    FROM cases_occurrence WHERE subject_id IN (SELECT person_id FROM member) GROUP BY subject_id
)
SELECT member.family_id,
       md5(string_agg(concat_ws(',', member.person_id, coalesce(member.left_on::text, '-'), told.number, told.posted,
                                told.last, told.ids), ';' ORDER BY member.person_id))
FROM member LEFT JOIN told ON told.subject_id = member.person_id GROUP BY member.family_id
"""


@dataclass(frozen=True)
class Stamped:
    """The stamps that fit now, by case; the cases whose rollup does not, or is not there; rollups (by key) of
    cases that are not the latest any more; and the quarters counted."""

    fits: dict[int, str]
    changed: tuple[int, ...]
    over: tuple[int, ...]
    quarters: tuple[date, ...]


def stamped(place: Place, catalogue: ShownCatalogue) -> Stamped:
    """Every family's latest case of the place, if its support has begun; nothing without any data."""
    last_day = last_day_of_data(place.path)
    if last_day is None:
        return Stamped({}, (), (), ())
    quarters = tuple(quarters_before(last_day))
    here = within(place.path, "family__file__place__path")
    cases = Case.objects.filter(here).exclude(outcome=ClosingOutcome.MERGED)
    latest = {case.family_id: case for case in cases.order_by("opened_at", "pk")}
    told = _told(list(latest))
    fits = {}
    for family, case in latest.items():
        dates = support_dates(case)
        if dates.started_on:
            windows = [(w.name, w.first_day, w.end_day, w.cut) for w in support_windows(dates, last_day)]
            made_of = repr((told.get(family), windows, quarters[-1]))
            fits[case.pk] = blake2b(made_of.encode(), digest_size=16).hexdigest()
    held = {
        case: (key, stamp)
        for key, case, stamp in CostRollup.objects.filter(
            catalogue_id=catalogue.key, case__in=Case.objects.filter(here)
        ).values_list("pk", "case_id", "stamp")
    }
    return Stamped(
        fits,
        changed=tuple(case for case, stamp in fits.items() if held.get(case, (0, ""))[1] != stamp),
        over=tuple(key for case, (key, _) in held.items() if case not in fits),
        quarters=quarters,
    )


def _told(families: Sequence[UUID]) -> dict[UUID, str]:
    with connection.cursor() as cursor:
        cursor.execute(TOLD, [list(families)])
        return dict(cursor.fetchall())


def worked_out(
    cases: Sequence[int], catalogue: ShownCatalogue, quarters: Sequence[date]
) -> Iterator[tuple[SupportDates, Rollup]]:
    """These cases and their rollups, from the ledger."""
    held = shipped_catalogue(catalogue.version)
    for costed in supported_costs(Case.objects.filter(pk__in=cases), catalogue):
        lines = [line for entry in costed.entries for line in entry.lines]
        breaks = [one for entry in costed.entries for one in spoken_for(entry, held)]
        yield costed.case, roll_up(costed.rows, costed.windows, lines, quarters, breaks)


def rollups(cases: Sequence[int], catalogue: ShownCatalogue) -> Iterator[tuple[UUID, Rollup]]:
    """What is kept of these cases, by family. A family whose key was shredded is not among them."""
    for start in range(0, len(cases), CHUNK):
        rows = CostRollup.objects.filter(case__in=cases[start : start + CHUNK], catalogue_id=catalogue.key)
        for family, held in opened(rows.order_by("case_id"), "case__family_id", "costs"):
            if held is not None:
                yield family, read(held)
