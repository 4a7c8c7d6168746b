"""The fixed cube: which tables the overview publishes, and over which bands. Pure.

Declared beforehand, so that nobody can ask for another cut. A band is all families, one part of the place, or one
intensity: never two at once. Source: sharing.md "Statistics", costing.md section 8.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices

from agencies.languages import as_written
from agencies.words import Words
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
BEARER_ROWS = {bearer: BEARER_WORDS.get(bearer, Words("Others")) for bearer in BEARERS}
ALL_PARTNERS = Words("All partners together")


def _labels(words: type[TextChoices]) -> dict[str, str]:
    """A vocabulary's values and their words, as they are kept with what is published."""
    return {str(one.value): as_written(one.label) for one in words}


class Step(StrEnum):
    """Where a family is on the path. Few steps, so that most of them hold enough families to be shown."""

    REFERRED = "referred"
    NO_CASE = "no_case"
    WAITING = "waiting"
    HELPED = "helped"
    CLOSED = "closed"


STEP_WORDS: dict[str, str] = {
    Step.REFERRED: Words("Referred, not decided yet"),
    Step.NO_CASE: Words("Decided, no case opened"),
    Step.WAITING: Words("Waiting for a key worker"),
    Step.HELPED: Words("With a key worker and team"),
    Step.CLOSED: Words("Closed"),
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


STEPS = Declared(
    "steps", Words("Families at each step"), (PLACE,), STEP_WORDS, {"families": Words("Families")}, of=Words("Step")
)
SUPPORTED = Declared(
    "supported",
    Words("Supported families whose costs can be compared"),
    (PLACE, TIER),
    {window.value: as_written(window.label) for window in Window},
    {"families": Words("Families")},
    of=Words("Window"),
)
COST = Declared(
    "cost",
    Words("What supported families cost in a year, by who bears it"),
    (PLACE, TIER),
    BEARER_ROWS | {TOTAL: ALL_PARTNERS},
    {window.value: as_written(window.label) for window in Window},
    note=Words("A change between before and after is not the effect of support."),
    of=Words("Who bears it"),
    unit=Unit.POUNDS_A_FAMILY,
)
SUPPORT = Declared(
    "support",
    Words("What support cost"),
    (PLACE, TIER),
    {"support": Words("Support")},
    {"gbp": Words("Cost of support")},
    of=Words("What"),
    unit=Unit.POUNDS,
)
TIERS = Declared(
    "tiers",
    Words("How intensive the help is"),
    (PLACE,),
    _labels(Intensity),
    {step: STEP_WORDS[step] for step in CASE_STEPS},
    of=Words("Intensity"),
)
NEEDS = Declared(
    "needs",
    Words("Families with each need"),
    (PLACE, TIER),
    _labels(Need),
    {"families": Words("Families")},
    of=Words("Need"),
)
COSTED = Declared(
    "costed",
    Words("What could be costed of what partners told"),
    (),
    {
        "council": Words("Council"),
        "police": Words("Police"),
        "health": Words("Health"),
        "jobcentre_plus": Words("Jobcentre Plus"),
        TOTAL: Words("All"),
    },
    {"costed": Words("Costed"), "not_costed": Words("Not costed"), TOTAL: Words("All")},
    note=Words("What is not costed has no published price. It is not nought."),
    of=Words("Who told it"),
    unit=Unit.HAPPENINGS,
)
ROWS = Declared(
    "rows",
    Words("Rows of partners' files"),
    (),
    {},
    {"rows_in": Words("Taken in"), "set_aside": Words("Set aside")},
    of=Words("Partner"),
    unit=Unit.ROWS,
)
DATA_AGE = Declared(
    "data_age",
    Words("How old each partner's data is"),
    (),
    {},
    {"days": Words("Days old")},
    of=Words("Partner"),
    unit=Unit.DAYS,
)
CASELOADS = Declared(
    "caseloads",
    Words("How many families their key worker has"),
    (PLACE,),
    {
        "1-5": Words("One to five"),
        "6-10": Words("Six to ten"),
        "11-15": Words("Eleven to fifteen"),
        "16+": Words("Sixteen or more"),
    },
    {"families": Words("Families")},
    of=Words("Families of the key worker"),
)
TREND = Declared(
    "trend",
    Words("What families with a case cost, in years to the end of each quarter"),
    (),
    {},
    BEARER_ROWS | {TOTAL: ALL_PARTNERS},
    note=Words("Every family that has or had a case, before, during and after it. Years overlap by three quarters."),
    of=Words("Year to"),
    unit=Unit.POUNDS,
)
EFFECT = Declared(
    "effect",
    Words("What support saved, a family and year"),
    (),
    {
        Estimate.BEFORE_AND_AFTER: Estimate.BEFORE_AND_AFTER.heading,
        Estimate.COMPARED: Estimate.COMPARED.heading,
        "compared_low": Words("The least it may be, with 95% confidence"),
        "compared_high": Words("The most it may be, with 95% confidence"),
    },
    {"gbp": Words("Saved")},
    note=Words(
        "A fall between before and after is not the effect of support. A minus sign: it cost more than it saved."
    ),
    of=Words("Estimate"),
    unit=Unit.POUNDS_A_FAMILY,
)
COMPARED_FAMILIES = Declared(
    "effect_families",
    Words("Families that the compared estimate stands on"),
    (),
    {Estimate.COMPARED: Words("Supported, and compared"), "like_them": Words("Like them, not supported")},
    {"families": Words("Families")},
    of=Words("Estimate"),
)
GAINS = Declared(
    "gains",
    Words("Who gains: what each partner saved in a year, by the compared estimate"),
    (),
    BEARER_ROWS,
    {"gbp": Words("Gained in a year")},
    note=Words("Only the share that can be had as cash. Never the fall between before and after."),
    of=Words("Partner"),
    unit=Unit.POUNDS,
)
PUT_IN = Declared(
    "put_in",
    Words("Who pays: what each partner put into support"),
    (),
    BEARER_ROWS,
    {SupportKind.CASH: Words("Cash"), SupportKind.IN_KIND: Words("In kind")},
    note=Words("Staff time and invoices are no family's secret: to the penny."),
    of=Words("Partner"),
    unit=Unit.PENNIES,
)
OUTCOMES = Declared(
    "outcomes",
    Words("What came of each need"),
    (PLACE, TIER),
    _labels(Need),
    {"met": Words("Outcome met"), "sustained": Words("Held six months, school eight"), "broken": Words("Broken since")},
    of=Words("Need"),
)
OUTCOME_COST = Declared(
    "outcome_cost",
    Words("What a sustained outcome cost"),
    (PLACE, TIER),
    _labels(Need),
    {"gbp": Words("Support for each that was sustained")},
    note=Words("What support cost is shared evenly among a family's needs, sustained or not."),
    of=Words("Need"),
    unit=Unit.POUNDS_AN_OUTCOME,
)
HELP_COLUMNS = {
    "referred": Words("Referred to a service"),
    "attended": Words("Came to it"),
    "helped": Words("It helped"),
    "met": Words("Of those referred, outcome met"),
}
HELP = Declared(
    "help",
    Words("Help from services, for each need"),
    (),
    _labels(Need),
    HELP_COLUMNS,
    of=Words("Need"),
    note=Words("A need that is met after help from a service is not shown to be met because of it."),
)
HELP_BY = Declared(
    "help_by",
    Words("Which service helped with which need"),
    (),
    {},
    HELP_COLUMNS,
    of=Words("Need and service"),
    note=Words("Services to which six families or more were referred."),
)
CLAIM_STATES: dict[str, str] = {
    ClaimState.CLAIMED: Words("Claimed"),
    ClaimState.APPROVED: Words("Approved"),
    ClaimState.PAID: Words("Paid"),
    ClaimState.REFUSED: Words("Refused"),
    ClaimState.REVERSED: Words("Reversed"),
}
CLAIMS = Declared(
    "claims", Words("Families claimed for"), (), CLAIM_STATES, {"families": Words("Families")}, of=Words("State")
)
REACHED = {
    "reached": Words("People in families with a case"),
    "sustained": Words("Of these, in a family with an outcome that held"),
    "missed": Words("Of these, on record twice until somebody saw it"),
    "mistaken": Words("Of these, taken or suggested for somebody else"),
}
"""The last two are what matching got wrong, as practitioners put it right: that it is wrong for some groups more than
for others shows here, and nowhere else, since nothing is matched by them."""
NOT_ASKED = "not_asked"
ASKED = Words("What people say of themselves. Nothing is ever matched or decided by it.")
ETHNICITY = Declared(
    "ethnicity",
    Words("Whom help reaches, by ethnic group"),
    (),
    _labels(EthnicGroup) | {NOT_ASKED: Words("Not asked yet")},
    REACHED,
    note=ASKED,
    of=Words("Ethnic group"),
    unit=Unit.PEOPLE,
)
DISABILITY = Declared(
    "disability",
    Words("Whom help reaches, by disability"),
    (),
    _labels(Disability) | {NOT_ASKED: Words("Not asked yet")},
    REACHED,
    note=ASKED,
    of=Words("Disability"),
    unit=Unit.PEOPLE,
)
SEX = Declared(
    "sex",
    Words("Whom help reaches, by sex"),
    (),
    _labels(Sex),
    REACHED,
    note=Words("As partners record it."),
    of=Words("Sex"),
    unit=Unit.PEOPLE,
)
GROUPS = (ETHNICITY, DISABILITY, SEX)
"""Each counts all people of families with a case, each once."""
TABLES: tuple[Declared, ...] = (
    STEPS,
    SUPPORTED,
    COST,
    EFFECT,
    COMPARED_FAMILIES,
    PUT_IN,
    GAINS,
    SUPPORT,
    TIERS,
    CASELOADS,
    NEEDS,
    OUTCOMES,
    OUTCOME_COST,
    HELP,
    HELP_BY,
    CLAIMS,
    *GROUPS,
    TREND,
    COSTED,
    ROWS,
    DATA_AGE,
)


def band_words(band: str, places: Mapping[str, str]) -> str:
    """A band as a page says it; `places` gives the names of the parts of the place by their paths."""
    if band.startswith(TIER):
        return as_written(Intensity(band.removeprefix(TIER)).label)
    if band.startswith(PLACE):
        path = band.removeprefix(PLACE)
        return places.get(path, path)
    return Words("All families")
