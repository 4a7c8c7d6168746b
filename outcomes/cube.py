"""The fixed cube: which tables the overview publishes, and over which bands. Pure.

Declared beforehand, so that nobody can ask for another cut. A band is all families, one part of the place, or one
intensity: never two at once. Source: sharing.md "Statistics", costing.md section 8.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from agencies.languages import as_written
from cases.vocabulary import Disability, EthnicGroup, Intensity, Need, Sex
from datasharing.statistics import TOTAL
from outcomes.costing.effect import Estimate
from outcomes.vocabulary import BEARER_WORDS, ClaimState, SupportKind, Window

Key = tuple[str, str, str, str]
"""Table, band, row, column: names one cell of the whole cube."""

ALL = "all"
PLACE = "place:"
TIER = "tier:"
TIER_BANDS = tuple(f"{TIER}{tier}" for tier in Intensity.values)
BEARERS = ("council", "police", "health", "jobcentre_plus", "justice", "other")
OTHER_BEARER = "other"
BEARER_ROWS = {bearer: BEARER_WORDS.get(bearer, "Others") for bearer in BEARERS}
ALL_PARTNERS = "All partners together"


class Step(StrEnum):
    """Where a family is on the path. Few steps, so that most of them hold enough families to be shown."""

    REFERRED = "referred"
    NO_CASE = "no_case"
    WAITING = "waiting"
    HELPED = "helped"
    CLOSED = "closed"


STEP_WORDS: dict[str, str] = {
    Step.REFERRED: "Referred, not decided yet",
    Step.NO_CASE: "Decided, no case opened",
    Step.WAITING: "Waiting for a key worker",
    Step.HELPED: "With a key worker and team",
    Step.CLOSED: "Closed",
}
CASE_STEPS = (Step.WAITING, Step.HELPED, Step.CLOSED)


class Unit(StrEnum):
    """What the cells of a table count."""

    FAMILIES = "families"
    PEOPLE = "people"
    POUNDS = "pounds"
    POUNDS_A_FAMILY = "pounds_a_family"
    POUNDS_AN_OUTCOME = "pounds_an_outcome"
    PENNIES = "pounds_and_pence"
    HAPPENINGS = "happenings"
    ROWS = "rows"
    DAYS = "days"


@dataclass(frozen=True)
class Declared:
    """One table. `by` are the sorts of band that it is cut by, beside all families. Words for rows and columns; no
    rows: they are what was found. `of` is what its rows are, `unit` what its cells count."""

    name: str
    title: str
    by: tuple[str, ...]
    rows: Mapping[str, str]
    columns: Mapping[str, str]
    note: str = ""
    of: str = ""
    unit: Unit = Unit.FAMILIES


STEPS = Declared("steps", "Families at each step", (PLACE,), STEP_WORDS, {"families": "Families"}, of="Step")
SUPPORTED = Declared(
    "supported",
    "Supported families whose costs can be compared",
    (PLACE, TIER),
    {window.value: as_written(window.label) for window in Window},
    {"families": "Families"},
    of="Window",
)
COST = Declared(
    "cost",
    "What supported families cost in a year, by who bears it",
    (PLACE, TIER),
    BEARER_ROWS | {TOTAL: ALL_PARTNERS},
    {window.value: as_written(window.label) for window in Window},
    note="A change between before and after is not the effect of support.",
    of="Who bears it",
    unit=Unit.POUNDS_A_FAMILY,
)
SUPPORT = Declared(
    "support", "What support cost", (PLACE, TIER), {"support": "Support"}, {"gbp": "Cost of support"}, of="What",
    unit=Unit.POUNDS,
)  # fmt: skip
TIERS = Declared(
    "tiers",
    "How intensive the help is",
    (PLACE,),
    dict(Intensity.choices),
    {step: STEP_WORDS[step] for step in CASE_STEPS},
    of="Intensity",
)
NEEDS = Declared(
    "needs", "Families with each need", (PLACE, TIER), dict(Need.choices), {"families": "Families"}, of="Need"
)
COSTED = Declared(
    "costed",
    "What could be costed of what partners told",
    (),
    {"council": "Council", "police": "Police", "health": "Health", "jobcentre_plus": "Jobcentre Plus", TOTAL: "All"},
    {"costed": "Costed", "not_costed": "Not costed", TOTAL: "All"},
    note="What is not costed has no published price. It is not nought.",
    of="Who told it",
    unit=Unit.HAPPENINGS,
)
ROWS = Declared(
    "rows", "Rows of partners' files", (), {}, {"rows_in": "Taken in", "set_aside": "Set aside"}, of="Partner",
    unit=Unit.ROWS,
)  # fmt: skip
DATA_AGE = Declared(
    "data_age", "How old each partner's data is", (), {}, {"days": "Days old"}, of="Partner", unit=Unit.DAYS
)
CASELOADS = Declared(
    "caseloads",
    "How many families their key worker has",
    (PLACE,),
    {"1-5": "One to five", "6-10": "Six to ten", "11-15": "Eleven to fifteen", "16+": "Sixteen or more"},
    {"families": "Families"},
    of="Families of the key worker",
)
TREND = Declared(
    "trend",
    "What families with a case cost, in years to the end of each quarter",
    (),
    {},
    BEARER_ROWS | {TOTAL: ALL_PARTNERS},
    note="Every family that has or had a case, before, during and after it. Years overlap by three quarters.",
    of="Year to",
    unit=Unit.POUNDS,
)
EFFECT = Declared(
    "effect",
    "What support saved, a family and year",
    (),
    {
        Estimate.BEFORE_AND_AFTER: Estimate.BEFORE_AND_AFTER.heading,
        Estimate.COMPARED: Estimate.COMPARED.heading,
        "compared_low": "The least it may be, with 95% confidence",
        "compared_high": "The most it may be, with 95% confidence",
    },
    {"gbp": "Saved"},
    note="A fall between before and after is not the effect of support. A minus sign: it cost more than it saved.",
    of="Estimate",
    unit=Unit.POUNDS_A_FAMILY,
)
COMPARED_FAMILIES = Declared(
    "effect_families",
    "Families that the compared estimate stands on",
    (),
    {Estimate.COMPARED: "Supported, and compared", "like_them": "Like them, not supported"},
    {"families": "Families"},
    of="Estimate",
)
GAINS = Declared(
    "gains",
    "Who gains: what each partner saved in a year, by the compared estimate",
    (),
    BEARER_ROWS,
    {"gbp": "Gained in a year"},
    note="Only the share that can be had as cash. Never the fall between before and after.",
    of="Partner",
    unit=Unit.POUNDS,
)
PUT_IN = Declared(
    "put_in",
    "Who pays: what each partner put into support",
    (),
    BEARER_ROWS,
    {SupportKind.CASH: "Cash", SupportKind.IN_KIND: "In kind"},
    note="Staff time and invoices are no family's secret: to the penny.",
    of="Partner",
    unit=Unit.PENNIES,
)
OUTCOMES = Declared(
    "outcomes",
    "What came of each need",
    (PLACE, TIER),
    dict(Need.choices),
    {"met": "Outcome met", "sustained": "Held six months, school eight", "broken": "Broken since"},
    of="Need",
)
OUTCOME_COST = Declared(
    "outcome_cost",
    "What a sustained outcome cost",
    (PLACE, TIER),
    dict(Need.choices),
    {"gbp": "Support for each that was sustained"},
    note="What support cost is shared evenly among a family's needs, sustained or not.",
    of="Need",
    unit=Unit.POUNDS_AN_OUTCOME,
)
HELP_COLUMNS = {
    "referred": "Referred to a service",
    "attended": "Came to it",
    "helped": "It helped",
    "met": "Of those referred, outcome met",
}
HELP = Declared(
    "help", "Help from services, for each need", (), dict(Need.choices), HELP_COLUMNS, of="Need",
    note="A need that is met after help from a service is not shown to be met because of it.",
)  # fmt: skip
HELP_BY = Declared(
    "help_by", "Which service helped with which need", (), {}, HELP_COLUMNS, of="Need and service",
    note="Services to which six families or more were referred.",
)  # fmt: skip
CLAIM_STATES: dict[str, str] = {
    ClaimState.CLAIMED: "Claimed",
    ClaimState.APPROVED: "Approved",
    ClaimState.PAID: "Paid",
    ClaimState.REFUSED: "Refused",
    ClaimState.REVERSED: "Reversed",
}
CLAIMS = Declared("claims", "Families claimed for", (), CLAIM_STATES, {"families": "Families"}, of="State")
REACHED = {
    "reached": "People in families with a case",
    "sustained": "Of these, in a family with an outcome that held",
    "missed": "Of these, on record twice until somebody saw it",
    "mistaken": "Of these, taken or suggested for somebody else",
}
"""The last two are what matching got wrong, as practitioners put it right: that it is wrong for some groups more than
for others shows here, and nowhere else, since nothing is matched by them."""
NOT_ASKED = "not_asked"
ASKED = "What people say of themselves. Nothing is ever matched or decided by it."
ETHNICITY = Declared(
    "ethnicity", "Whom help reaches, by ethnic group", (), dict(EthnicGroup.choices) | {NOT_ASKED: "Not asked yet"},
    REACHED, note=ASKED, of="Ethnic group", unit=Unit.PEOPLE,
)  # fmt: skip
DISABILITY = Declared(
    "disability", "Whom help reaches, by disability", (), dict(Disability.choices) | {NOT_ASKED: "Not asked yet"},
    REACHED, note=ASKED, of="Disability", unit=Unit.PEOPLE,
)  # fmt: skip
SEX = Declared(
    "sex", "Whom help reaches, by sex", (), dict(Sex.choices), REACHED, note="As partners record it.", of="Sex",
    unit=Unit.PEOPLE,
)  # fmt: skip
GROUPS = (ETHNICITY, DISABILITY, SEX)
"""Each counts all people of families with a case, each once."""
TABLES: tuple[Declared, ...] = (
    STEPS, SUPPORTED, COST, EFFECT, COMPARED_FAMILIES, PUT_IN, GAINS, SUPPORT, TIERS, CASELOADS, NEEDS, OUTCOMES,
    OUTCOME_COST, HELP, HELP_BY, CLAIMS, *GROUPS, TREND, COSTED,
    ROWS, DATA_AGE,
)  # fmt: skip


def band_words(band: str, places: Mapping[str, str]) -> str:
    """A band as a page says it; `places` gives the names of the parts of the place by their paths."""
    if band.startswith(TIER):
        return Intensity(band.removeprefix(TIER)).label
    if band.startswith(PLACE):
        path = band.removeprefix(PLACE)
        return places.get(path, path)
    return "All families"
