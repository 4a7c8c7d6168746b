"""The files that say what was made of a place, for whoever scores it."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

from agencies.actor import Actor
from cases.intake.operations.import_extract import ImportedExtract
from cases.intake.operations.linking import Matched
from cases.intake.selectors.settled import settled_rows
from cases.vocabulary import RowStatus
from lintel.places.stages import Stages
from lintel.places.steps import Say, Taken
from outcomes.costing.money import pounds
from outcomes.operations.identify_households import household_headlines
from outcomes.operations.publish_overview import publish_overview
from outcomes.selectors.effect import place_effect
from outcomes.selectors.overview import published_cells
from outcomes.selectors.supported_costs import costs_of_all_support


def write_records(path: Path, extracts: Mapping[str, ImportedExtract]) -> int:
    """Every row of every extract: in, with its person and family, or set aside with its reason."""
    return _write(path, ("extract", "line", "status", "person", "family", "reason"), _records(extracts))


def write_referrals(path: Path, taken: Iterable[Taken]) -> int:
    """Every referral, with the family that it joined or would join, and its band."""
    rows = ((one.sent_as, family_of(one.matched) or f"R-{one.reference}", one.matched.band) for one in taken)
    return _write(path, ("referral", "family", "band"), rows)


def write_costs(path: Path) -> int:
    """What each supported family cost in each window by bearer, from the extracts."""
    rows = (
        (costs.case.support_reference, window.name, row.bearer, pounds(gbp))
        for costs in costs_of_all_support()
        for row in costs.rows
        for window, gbp in zip(costs.windows, row.gbp, strict=True)
        if gbp
    )
    return _write(path, ("support_ref", "window", "bearer", "gbp_2024_25"), rows)


def write_needs(path: Path, front_door: Actor, *, day: date) -> int:
    """The headline needs on a day of every household with a child, identified or not."""
    rows = ((household_name(home), headline) for home, headline in household_headlines(front_door, day=day))
    return _write(path, ("family", "headline"), rows)


def write_effect(path: Path, place: str, *, say: Say) -> int:
    """What support saved a year and family, by the compared estimate; where there is none the reason is said.

    Returns how many supported families it is of.
    """
    effect = place_effect(place)
    if effect.compared is None:
        say(f"The effect of support is not estimated. {effect.why_no_compared}")
        return 0
    together, families = effect.compared.together, effect.compared.supported
    saved = {"mean": round(together.mean, 2), "low": round(together.low, 2), "high": round(together.high, 2)}
    path.write_text(json.dumps({"saved_a_year": {**saved, "families": families}}, indent=1) + "\n", "utf-8")
    return families


def write_overview(path: Path, place: str, *, say: Say) -> int:
    """Every cell of the published overview, empty where it is withheld; the share shown is said. Returns how many."""
    published = publish_overview(None, place)
    say(
        f"Of the {published.held} figures of the overview with at least one family, {published.shown} "
        f"({published.share_shown:.1%}) are shown."
    )
    cells = published_cells(published.edition)
    return _write(path, ("table", "band", "row", "column", "value"), cells)


def write_run(path: Path, stages: Stages) -> None:
    """Seconds, rows and peak memory a stage."""
    path.write_text(json.dumps({name: asdict(one) for name, one in stages.by_name.items()}, indent=1) + "\n", "utf-8")


def family_of(matched: Matched) -> str:
    """One name for a family, here and in the records: its household of the extracts, else its file."""
    return household_name(matched.household) or matched.file


def household_name(household: int | None) -> str:
    """A household's name in these files; empty for none."""
    return f"H{household}" if household else ""


def _records(extracts: Mapping[str, ImportedExtract]) -> Iterator[tuple[object, ...]]:
    for profile, done in extracts.items():
        for row in settled_rows(done.extract):
            if row.status == RowStatus.SET_ASIDE:
                yield profile, row.line, "set_aside", "", "", row.reason
            else:
                yield profile, row.line, "in", row.person, household_name(row.household), ""


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count
