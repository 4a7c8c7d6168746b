"""The shape of one dated catalogue of prices. `outcomes.catalogues` reads and checks one; this file only holds it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from outcomes.costing.money import CannotCost, Deflators


class Basis(StrEnum):
    EACH = "each"
    PER_DAY = "per_day"


class EventKind(StrEnum):
    POINT = "point"
    SPELL = "spell"


@dataclass(frozen=True)
class UnitCost:
    """What one event, or one stretch of days, costs at the prices of `price_year`; unknown values are None."""

    code: str
    part_of: str
    item: str
    unit: str
    bearer: str
    fiscal_gbp: Decimal
    economic_gbp: Decimal | None
    social_gbp: Decimal | None
    price_year: str
    source: str
    confidence: str


@dataclass(frozen=True)
class AgeBand:
    """Whole years, both ends included; an open end is None. An open band holds a person of unknown age too."""

    youngest: int | None = None
    oldest: int | None = None

    @property
    def open(self) -> bool:
        return self.youngest is None and self.oldest is None

    def holds(self, age: int) -> bool:
        return (self.youngest is None or self.youngest <= age) and (self.oldest is None or age <= self.oldest)

    def overlaps(self, other: "AgeBand") -> bool:
        below = self.oldest is not None and other.youngest is not None and self.oldest < other.youngest
        above = other.oldest is not None and self.youngest is not None and other.oldest < self.youngest
        return not (below or above)


@dataclass(frozen=True)
class EventCost:
    """One row that turns an event into a line: `share` of `unit_cost`, borne by `bearer`, once or over `days`."""

    event_code: str
    ages: AgeBand
    unit_cost: str
    basis: Basis
    days: Decimal | None
    bearer: str
    share: Decimal
    beside: str = ""
    note: str = ""


@dataclass(frozen=True)
class EventNeed:
    """The headline need and criterion that an event speaks for within `window_months` (0: on the day itself)."""

    event_code: str
    ages: AgeBand
    headline: str
    criterion: str
    window_months: int
    note: str = ""


@dataclass(frozen=True)
class EventCode:
    code: str
    kind: EventKind
    supplier: str
    costed: bool
    extract: str
    words: str


@dataclass(frozen=True)
class Term:
    """A school term; both days included."""

    name: str
    first_day: date
    last_day: date

    @property
    def end_day(self) -> date:
        return self.last_day + timedelta(days=1)


@dataclass(frozen=True)
class Price:
    """A unit cost at base-year prices, not rounded; economic and social values stand beside it, never in it."""

    fiscal: Decimal
    economic: Decimal | None
    social: Decimal | None


@dataclass(frozen=True)
class Catalogue:
    """One version of every price and mapping; the same version always gives the same pounds."""

    version: str
    base_year: str
    deflators: Deflators
    unit_costs: Mapping[str, UnitCost]
    event_costs: Mapping[str, tuple[EventCost, ...]]
    event_codes: Mapping[str, EventCode]
    event_needs: Mapping[str, tuple[EventNeed, ...]]
    terms: Mapping[str, Term]
    values: tuple[str, ...] = ("fiscal",)
    values_said: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    prices: Mapping[str, Price] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "prices", {code: self._uprated(cost) for code, cost in self.unit_costs.items()})

    def _uprated(self, cost: UnitCost) -> Price:
        def now(gbp: Decimal | None) -> Decimal | None:
            return None if gbp is None else self.deflators.uprate(gbp, cost.price_year, self.base_year)

        fiscal = self.deflators.uprate(cost.fiscal_gbp, cost.price_year, self.base_year)
        return Price(fiscal=fiscal, economic=now(cost.economic_gbp), social=now(cost.social_gbp))

    def price(self, unit_cost: str) -> Price:
        """The unit cost's price in pounds of the base year."""
        if unit_cost not in self.prices:
            raise CannotCost(f"The unit cost {unit_cost} is not in the catalogue {self.version}.")
        return self.prices[unit_cost]

    def code(self, event_code: str) -> EventCode:
        if event_code not in self.event_codes:
            raise CannotCost(f"The event {event_code} is not one that the catalogue {self.version} knows.")
        return self.event_codes[event_code]

    def term(self, name: str) -> Term:
        if name not in self.terms:
            raise CannotCost(f"The term {name} is not one that the catalogue {self.version} knows.")
        return self.terms[name]
