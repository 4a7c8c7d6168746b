"""Business cases as they are read: the list side by side, and one version worked out from what was written.

Nothing worked out is kept: the same words, prices and settings give the same figures again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from agencies.actor import Actor
from agencies.languages import told
from agencies.places import lies_inside
from agencies.refusals import NotFound
from agencies.selectors.posts import PostSheet, posts_by_id
from agencies.words import Words
from outcomes.budgets.vocabulary import MAY_WRITE, partner_words
from outcomes.business_cases.reading import read_written
from outcomes.costing.appraisal import Appraisal
from outcomes.costing.case_reading import CASE_NAME, USUAL_NAME
from outcomes.costing.money import NOUGHT
from outcomes.costing.options import Comparison, Option, compare_options
from outcomes.costing.sensitivity import Swing, SwitchingValue, sensitivity, switching_values
from outcomes.models import BusinessCase, CaseVersion

AS_USUAL = Words("Business as usual")


@dataclass(frozen=True)
class Figures:
    """The result of one option. A ratio is None where nothing more is spent, `payback_year` where it never does."""

    pv_cost: Decimal
    pv_fiscal: Decimal
    pv_public: Decimal
    net_present_value: Decimal
    net_present_budget_impact: Decimal
    financial_return: Decimal | None
    benefit_cost_ratio: Decimal | None
    payback_year: int | None


@dataclass(frozen=True)
class GainerRow:
    """What one bearer gains by an option in each year, undiscounted, and how much of all of it is cash."""

    words: str
    fiscal: tuple[Decimal, ...]
    whole: Decimal
    cashable: Decimal


@dataclass(frozen=True)
class YearRow:
    """One year of an option, undiscounted."""

    year: int
    cost: Decimal
    fiscal: Decimal
    benefit: Decimal
    factor: Decimal


@dataclass(frozen=True)
class OptionRow:
    """One option: alone, against business as usual, by year and by bearer."""

    name: str
    is_usual: bool
    is_best: bool
    alone: Figures
    against_usual: Figures
    years: tuple[YearRow, ...]
    bearers: tuple[GainerRow, ...]


@dataclass(frozen=True)
class SwingRow:
    """Net present value of the case with one input lower and higher."""

    input: str
    value: Decimal
    low: Decimal
    high: Decimal
    at_low: Decimal
    at_high: Decimal


@dataclass(frozen=True)
class SwitchRow:
    """Where an input would bring net present value to nought; None where nowhere."""

    input: str
    value: Decimal
    switches_at: Decimal | None
    change: Decimal | None
    possible: bool


@dataclass(frozen=True)
class VersionRow:
    """One version in the list of a case."""

    number: int
    title: str
    saved_by: str
    saved_at: datetime
    approved_by: str
    approved_at: datetime | None


@dataclass(frozen=True)
class CaseRow:
    """One case in the list by its latest version, and what its best option adds to business as usual."""

    reference: str
    title: str
    place_name: str
    number: int
    approved: bool
    best: str
    figures: Figures


@dataclass(frozen=True)
class CaseList:
    """The cases of the reader's place and its parts."""

    rows: tuple[CaseRow, ...]
    may_write: bool


@dataclass(frozen=True)
class BusinessCaseSheet:
    """One version of a case. `sensitivity` and `switching` are of the case as proposed, alone."""

    reference: str
    place_name: str
    place: str
    title: str
    purpose: str
    told: str
    catalogue: str
    base_year: str
    years: int
    number: int
    is_latest: bool
    saved_by: str
    saved_at: datetime
    approved_by: str
    approved_at: datetime | None
    approval_words: str
    options: tuple[OptionRow, ...]
    sensitivity: tuple[SwingRow, ...]
    switching: tuple[SwitchRow, ...]
    versions: tuple[VersionRow, ...]
    may_write: bool
    may_approve: bool

    @property
    def best(self) -> OptionRow:
        """The option of the greatest net present value against business as usual."""
        return next(option for option in self.options if option.is_best)


def business_cases(actor: Actor) -> CaseList:
    """Every case of the reader's place and its parts, side by side, latest first."""
    held = BusinessCase.objects.select_related("place").prefetch_related("versions")
    rows = []
    for case in held:
        latest = next(iter(case.versions.all()), None)
        if latest is None or not lies_inside(case.place.path, actor.place):
            continue
        compared = _compared(latest)
        rows.append(
            CaseRow(
                reference=case.reference,
                title=latest.title,
                place_name=case.place.name,
                number=latest.number,
                approved=latest.approved_at is not None,
                best=_name(compared.best.name, latest.title),
                figures=_figures(compared.best.against_usual),
            )
        )
    return CaseList(tuple(rows), actor.role in MAY_WRITE)


def business_case(actor: Actor, reference: str, *, number: int | None = None) -> BusinessCaseSheet:
    """One version, the latest unless told. NotFound outside the reader's place."""
    case = BusinessCase.objects.select_related("place").filter(reference=reference).first()
    versions = list(case.versions.select_related("saved_by")) if case else []
    shown = next((one for one in versions if number in (None, one.number)), None)
    if case is None or shown is None or not lies_inside(case.place.path, actor.place):
        raise NotFound(reference)
    posts = posts_by_id({key for one in versions for key in (one.saved_by_id, one.approved_by_id) if key})
    options, deflators = read_written(shown.told, shown.catalogue)
    proposed, usual = options[CASE_NAME], options[USUAL_NAME]
    compared = compare_options(options, USUAL_NAME, deflators)
    mine = shown.saved_by_id == actor.post or shown.saved_by.practitioner_id == actor.practitioner
    latest = shown.number == versions[0].number
    return BusinessCaseSheet(
        reference=case.reference,
        place_name=case.place.name,
        place=case.place.path,
        title=shown.title,
        purpose=shown.purpose,
        told=shown.told,
        catalogue=shown.catalogue,
        base_year=usual.base_year,
        years=usual.years,
        number=shown.number,
        is_latest=latest,
        saved_by=posts[shown.saved_by_id].words,
        saved_at=shown.saved_at,
        approved_by=_words(posts, shown.approved_by_id),
        approved_at=shown.approved_at,
        approval_words=shown.approval_words,
        options=tuple(_option(one, shown.title, compared) for one in compared.options),
        sensitivity=tuple(_swing(row) for row in sensitivity(proposed, deflators)),
        switching=tuple(_switch(row) for row in switching_values(proposed, deflators)),
        versions=tuple(_version(one, posts) for one in versions),
        may_write=actor.role in MAY_WRITE,
        may_approve=actor.role in MAY_WRITE and latest and shown.approved_at is None and not mine,
    )


def _compared(version: CaseVersion) -> Comparison:
    options, deflators = read_written(version.told, version.catalogue)
    return compare_options(options, USUAL_NAME, deflators)


def _name(name: str, title: str) -> str:
    return {USUAL_NAME: told(AS_USUAL), CASE_NAME: title}.get(name, name)


def _option(option: Option, title: str, compared: Comparison) -> OptionRow:
    return OptionRow(
        name=_name(option.name, title),
        is_usual=option.is_usual,
        is_best=option.name == compared.best.name,
        alone=_figures(option.alone),
        against_usual=_figures(option.against_usual),
        years=tuple(
            YearRow(flow.year, flow.cost, flow.fiscal_benefit, flow.benefit, flow.discount_factor)
            for flow in option.alone.years
        ),
        bearers=tuple(
            GainerRow(partner_words(row.bearer), row.fiscal, _sum(row.fiscal), _sum(row.cashable))
            for row in option.bearers
        ),
    )


def _figures(found: Appraisal) -> Figures:
    return Figures(
        pv_cost=found.pv_cost,
        pv_fiscal=found.pv_fiscal,
        pv_public=found.pv_public,
        net_present_value=found.net_present_value,
        net_present_budget_impact=found.net_present_budget_impact,
        financial_return=found.financial_return,
        benefit_cost_ratio=found.benefit_cost_ratio,
        payback_year=found.payback_year,
    )


def _swing(row: Swing) -> SwingRow:
    ends = (row.net_present_value_at_low, row.net_present_value_at_high)
    return SwingRow(row.input, row.value, row.low, row.high, *ends)


def _switch(row: SwitchingValue) -> SwitchRow:
    return SwitchRow(row.input, row.value, row.switches_at, row.change, row.possible)


def _version(one: CaseVersion, posts: dict[int, PostSheet]) -> VersionRow:
    return VersionRow(
        number=one.number,
        title=one.title,
        saved_by=posts[one.saved_by_id].words,
        saved_at=one.saved_at,
        approved_by=_words(posts, one.approved_by_id),
        approved_at=one.approved_at,
    )


def _words(posts: dict[int, PostSheet], key: int | None) -> str:
    return posts[key].words if key else ""


def _sum(gbp: Iterable[Decimal]) -> Decimal:
    return sum(gbp, NOUGHT)
