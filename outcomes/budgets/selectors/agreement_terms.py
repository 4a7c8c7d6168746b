"""What an agreement says, and what it comes to by the published figures. For its operation and its page.

What partners gained is read from the published edition of their place alone, never from families: a year's gain, by
the compared estimate × cashable share, for each quarter so far; for a part of the place or one intensity, by the share
of families that the edition shows there. What they put in is what they paid and gave on the budgets of the place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from agencies.places import lies_inside
from outcomes.budgets.quarters import as_number, from_number
from outcomes.budgets.selectors.budget import spent_by_partner
from outcomes.costing.agreements import (
    QUARTERS,
    Agreement,
    Footing,
    Quarter,
    Sharing,
    returns_due,
    settle,
    to_the_penny,
)
from outcomes.costing.money import NOUGHT, pounds
from outcomes.cube import ALL, BEARERS, GAINS, PLACE, SUPPORTED, TIER
from outcomes.models import Edition, InvestmentAgreement, SettledPartner


class NoFigures(ValueError):
    """The published figures do not say what partners gained; the text says why and what to do."""


@dataclass(frozen=True)
class Terms:
    """The agreement as it is reckoned, the quarters closed, and what has passed to each partner so far."""

    agreed: Agreement
    closed: frozenset[Quarter]
    passed: Mapping[str, Decimal]


@dataclass(frozen=True)
class SettledRow:
    """One partner at the end of a quarter, since the agreement began, to the penny."""

    partner: str
    committed: Decimal
    put_in: Decimal
    gained: Decimal
    due: Decimal
    passes: Decimal


@dataclass(frozen=True)
class Settled:
    """A quarter as the figures of one edition settle it."""

    edition: int
    rows: tuple[SettledRow, ...]


def terms_of(agreement: InvestmentAgreement) -> Terms:
    """What was agreed, and what happened since."""
    partners = list(agreement.partners.prefetch_related("commitments"))
    passed: dict[str, Decimal] = {one.partner: NOUGHT for one in partners}
    rows = SettledPartner.objects.filter(quarter__agreement=agreement)
    for partner, gbp in rows.values_list("partner__partner", "passes"):
        passed[partner] += gbp
    agreed = Agreement(
        name=agreement.name,
        footing=Footing(agreement.footing),
        sharing=Sharing(agreement.sharing),
        first=from_number(agreement.first_quarter),
        last=from_number(agreement.last_quarter),
        partners=tuple(one.partner for one in partners),
        families=frozenset(),
        commitments={
            (from_number(row.quarter), one.partner): row.gbp for one in partners for row in one.commitments.all()
        },
        shares={one.partner: one.share for one in partners if one.share is not None},
        first_loss=frozenset(one.partner for one in partners if one.stands_first_loss),
        host=agreement.host,
        accountable_body=agreement.accountable_body,
        legal_power=agreement.legal_power,
    )
    closed = frozenset(from_number(number) for number in agreement.quarters.values_list("quarter", flat=True))
    return Terms(agreed, closed, passed)


def settled_now(agreement: InvestmentAgreement, terms: Terms, quarter: Quarter) -> Settled:
    """What a quarter comes to by the latest edition. Raises NoFigures."""
    agreed = terms.agreed
    edition, a_year = _gains_a_year(agreement)
    elapsed = Decimal(as_number(quarter) - agreement.first_quarter + 1) / QUARTERS
    gained = {partner: pounds(a_year.get(partner, NOUGHT) * elapsed) for partner in agreed.partners}
    spent = spent_by_partner(agreement.place.path, agreed.first.first_day, quarter.next.first_day)
    put_in = {partner: spent.get(partner, NOUGHT) for partner in agreed.partners}
    due = to_the_penny(returns_due(agreed, put_in, gained))
    rows = settle(agreed, quarter, put_in=put_in, gained=gained, passed=terms.passed)
    return Settled(
        edition,
        tuple(
            SettledRow(
                partner=row.partner,
                committed=pounds(row.committed),
                put_in=row.put_in,
                gained=row.gained,
                due=due[row.partner],
                passes=due[row.partner] - row.gained - row.passed,
            )
            for row in rows
        ),
    )


def _gains_a_year(agreement: InvestmentAgreement) -> tuple[int, dict[str, Decimal]]:
    edition = _edition(agreement.place.path)
    if edition is None:
        raise NoFigures(_("Nothing is published for this place yet, so it cannot be said what partners gained."))
    cells = {
        (table, band, row): value
        for table, band, row, value in edition.cells.filter(table__in=[GAINS.name, SUPPORTED.name]).values_list(
            "table", "band", "row", "value"
        )
    }
    if not any(table == GAINS.name for table, _, _ in cells):
        raise NoFigures(
            _(
                "The published figures have no compared estimate, so it cannot be said what partners gained. "
                "There are too few families, or too little time has passed."
            )
        )
    part = _part(agreement, edition, cells)
    gains: dict[str, Decimal] = {}
    for bearer in BEARERS:
        value = cells.get((GAINS.name, ALL, bearer), NOUGHT)
        if value is None:
            raise NoFigures(
                _("What a partner gained is withheld in the published figures, so no return can be shared.")
            )
        gains[bearer] = value * part
    return edition.pk, gains


def _part(
    agreement: InvestmentAgreement, edition: Edition, cells: Mapping[tuple[str, str, str], Decimal | None]
) -> Decimal:
    """Which share of the edition's families the agreement is for, by the edition's own rounded numbers."""
    inside = agreement.place_id != edition.place_id
    if not inside and not agreement.tier:
        return Decimal(1)
    if inside and agreement.tier:
        raise NoFigures(
            _("The published figures do not cut a part of the place by intensity. Agree for one or the other.")
        )
    band = f"{TIER}{agreement.tier}" if agreement.tier else f"{PLACE}{agreement.place.path}"
    those, everybody = (cells.get((SUPPORTED.name, one, "after")) for one in (band, ALL))
    if not those or not everybody:
        raise NoFigures(_("How many families the agreement is for is withheld in the published figures."))
    return those / everybody


def _edition(place: str) -> Edition | None:
    """The latest edition that holds a place."""
    for edition in Edition.objects.select_related("place").order_by("-published_at"):
        if lies_inside(place, edition.place.path):
            return edition
    return None
