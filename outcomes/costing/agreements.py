"""Investment agreements: what partners commit by quarter, and what would pass between them. Pure; pounds, not rounded.

Source: costing.md section 6. A return arises where it arises: each partner has gained what it has gained; the agreement
says what each is due of all of it, and the difference is what would pass.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from outcomes.costing.money import NOUGHT, ONE, PENNY, pounds

QUARTERS = 4


class Sharing(StrEnum):
    """How the return is shared. First loss: others are given back what they put in first; then those who stand the
    first loss; what is left goes by shares."""

    IN_PROPORTION = "in_proportion"
    FIXED_SHARES = "fixed_shares"
    FIRST_LOSS = "first_loss"


class Footing(StrEnum):
    """Shadow is shown only; aligned partners keep their own money and pay each other; pooled money has a host."""

    SHADOW = "shadow"
    ALIGNED = "aligned"
    POOLED = "pooled"


class CannotAgree(ValueError):
    """An agreement or a quarter that cannot stand; `faults` holds one sentence for each thing to mend."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a financial year: `year` is that of its April, `number` from 1 (April to June) to 4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= QUARTERS:
            raise CannotAgree([f"A quarter is numbered from 1 to {QUARTERS}; it is {self.number}."])

    def __str__(self) -> str:
        return f"{self.year}-{(self.year + 1) % 100:02} Q{self.number}"

    @property
    def first_day(self) -> date:
        month = 3 * self.number + 1
        return date(self.year, month, 1) if self.number < QUARTERS else date(self.year + 1, 1, 1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year, self.number + 1) if self.number < QUARTERS else Quarter(self.year + 1, 1)


@dataclass(frozen=True)
class Agreement:
    """What was agreed, from its first quarter to its last, both included. `shares` are from 0 to 1 by partner.

    `families` are opaque numbers. `host`, `accountable_body` and `legal_power` are asked for where money is pooled.
    """

    name: str
    footing: Footing
    sharing: Sharing
    first: Quarter
    last: Quarter
    partners: tuple[str, ...]
    families: frozenset[int]
    commitments: Mapping[tuple[Quarter, str], Decimal]
    shares: Mapping[str, Decimal] = field(default_factory=dict)
    first_loss: frozenset[str] = frozenset()
    host: str = ""
    accountable_body: str = ""
    legal_power: str = ""

    def covers(self, quarter: Quarter) -> bool:
        return self.first <= quarter <= self.last

    def overlaps(self, other: "Agreement") -> bool:
        """Whether some family is in both at one time."""
        return self.first <= other.last and other.first <= self.last and bool(self.families & other.families)


@dataclass(frozen=True)
class PartnerToDate:
    """One partner's row at the end of a quarter, since the agreement began. `passes` above nought is received."""

    partner: str
    committed: Decimal
    put_in: Decimal
    gained: Decimal
    due: Decimal
    passed: Decimal

    @property
    def short(self) -> Decimal:
        """What it has committed and not put in."""
        return max(NOUGHT, self.committed - self.put_in)

    @property
    def passes(self) -> Decimal:
        """What would pass this quarter: what is due, less what it has gained itself and what passed before."""
        return self.due - self.gained - self.passed


def check_agreement(agreement: Agreement, others: Iterable[Agreement] = ()) -> None:
    """Raises CannotAgree with every fault at once."""
    faults = [*_partner_faults(agreement), *_share_faults(agreement), *_commitment_faults(agreement)]
    if agreement.last < agreement.first:
        faults.append(f"The last quarter, {agreement.last}, comes before the first, {agreement.first}.")
    if agreement.footing is Footing.POOLED:
        needed = {"a host": agreement.host, "an accountable body": agreement.accountable_body}
        faults += [f"Pooled money needs {what}." for what, given in needed.items() if not given.strip()]
        if not agreement.legal_power.strip():
            faults.append("Pooled money needs a legal power, such as section 75 of the NHS Act 2006.")
    for other in others:
        if agreement.overlaps(other):
            both = len(agreement.families & other.families)
            faults.append(f"{other.name} runs at the same time for the same families: {both} of them are in both.")
    if faults:
        raise CannotAgree(faults)


def check_closing(agreement: Agreement, quarter: Quarter, closed: Collection[Quarter]) -> None:
    """A quarter is closed once, in order, and within the agreement. Raises CannotAgree."""
    if not agreement.covers(quarter):
        raise CannotAgree([f"{quarter} is not a quarter of this agreement ({agreement.first} to {agreement.last})."])
    if quarter in closed:
        raise CannotAgree([f"{quarter} is closed already; a quarter is closed once."])
    expected = max(closed).next if closed else agreement.first
    if quarter != expected:
        raise CannotAgree([f"{expected} has to be closed before {quarter}."])


def settle(
    agreement: Agreement,
    quarter: Quarter,
    *,
    put_in: Mapping[str, Decimal],
    gained: Mapping[str, Decimal],
    passed: Mapping[str, Decimal],
) -> tuple[PartnerToDate, ...]:
    """Each partner at the end of a quarter; `put_in`, `gained` and `passed` are since the agreement began.

    What passes adds up to nought if what passed before does. Raises CannotAgree for somebody who is no partner.
    """
    strangers = sorted((put_in.keys() | gained.keys() | passed.keys()) - set(agreement.partners))
    if strangers:
        raise CannotAgree(f"{stranger} is not a partner to this agreement." for stranger in strangers)
    due = returns_due(agreement, put_in, gained)
    return tuple(
        PartnerToDate(
            partner=partner,
            committed=sum(
                (gbp for (at, whose), gbp in agreement.commitments.items() if whose == partner and at <= quarter),
                NOUGHT,
            ),
            put_in=put_in.get(partner, NOUGHT),
            gained=gained.get(partner, NOUGHT),
            due=due[partner],
            passed=passed.get(partner, NOUGHT),
        )
        for partner in agreement.partners
    )


def returns_due(
    agreement: Agreement, put_in: Mapping[str, Decimal], gained: Mapping[str, Decimal]
) -> dict[str, Decimal]:
    """What each partner is due of the whole return. Where nobody has put anything in, each keeps what it gained."""
    whole = sum(gained.values(), NOUGHT)
    inputs = {partner: put_in.get(partner, NOUGHT) for partner in agreement.partners}
    if agreement.sharing is Sharing.FIXED_SHARES:
        return _by_shares(agreement, whole)
    if agreement.sharing is Sharing.IN_PROPORTION:
        if not sum(inputs.values()):
            return {partner: gained.get(partner, NOUGHT) for partner in agreement.partners}
        return _in_proportion(whole, inputs)
    standing = {partner: gbp for partner, gbp in inputs.items() if partner in agreement.first_loss}
    if whole < NOUGHT:
        return dict.fromkeys(agreement.partners, NOUGHT) | _in_proportion(whole, standing)
    sheltered = {partner: gbp for partner, gbp in inputs.items() if partner not in agreement.first_loss}
    first = min(whole, sum(sheltered.values(), NOUGHT))
    second = min(whole - first, sum(standing.values(), NOUGHT))
    back = _in_proportion(first, sheltered) | _in_proportion(second, standing)
    left = _by_shares(agreement, whole - first - second)
    return {partner: back[partner] + left[partner] for partner in agreement.partners}


def to_the_penny(gbp: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Each sum within a penny of itself, so that all together are the whole to the penny: those cut most get one."""
    whole = pounds(sum(gbp.values(), NOUGHT))
    cut = {name: amount // PENNY * PENNY for name, amount in gbp.items()}
    cut = {name: low if low <= gbp[name] else low - PENNY for name, low in cut.items()}
    pennies = int((whole - sum(cut.values(), NOUGHT)) / PENNY)
    most_cut = sorted(gbp, key=lambda name: (cut[name] - gbp[name], name))
    return {name: pounds(cut[name] + (PENNY if name in most_cut[:pennies] else NOUGHT)) for name in gbp}


def _in_proportion(gbp: Decimal, inputs: Mapping[str, Decimal]) -> dict[str, Decimal]:
    whole = sum(inputs.values(), NOUGHT)
    if not whole:
        return {partner: gbp / len(inputs) for partner in inputs}
    return {partner: gbp * given / whole for partner, given in inputs.items()}


def _by_shares(agreement: Agreement, gbp: Decimal) -> dict[str, Decimal]:
    return {partner: gbp * agreement.shares.get(partner, NOUGHT) for partner in agreement.partners}


def _partner_faults(agreement: Agreement) -> list[str]:
    faults = []
    if len(set(agreement.partners)) < 2:
        faults.append("An agreement has two partners at least.")
    if len(set(agreement.partners)) < len(agreement.partners):
        faults.append("A partner is named twice.")
    if not agreement.families:
        faults.append("An agreement says for which families it is made.")
    return faults


def _share_faults(agreement: Agreement) -> list[str]:
    faults = []
    if agreement.sharing is Sharing.IN_PROPORTION:
        if agreement.shares:
            faults.append("Returns in proportion to what is put in have no shares of their own.")
    else:
        faults += [
            f"{name} has a share but is not a partner." for name in agreement.shares.keys() - {*agreement.partners}
        ]
        if any(not NOUGHT <= share <= ONE for share in agreement.shares.values()):
            faults.append("Every share must be from 0 to 100%.")
        if (whole := sum(agreement.shares.values(), NOUGHT)) != ONE:
            faults.append(f"The shares must add up to 100%; they add up to {(whole * 100).normalize():f}%.")
    standing = agreement.first_loss
    if agreement.sharing is Sharing.FIRST_LOSS:
        if not standing or standing >= {*agreement.partners}:
            faults.append("First loss needs a partner who stands it, and one who does not.")
        if standing - {*agreement.partners}:
            faults.append("Who stands the first loss must be a partner.")
    elif standing:
        faults.append("Nobody stands a first loss where returns are not shared so.")
    return faults


def _commitment_faults(agreement: Agreement) -> list[str]:
    faults = []
    for (quarter, partner), gbp in agreement.commitments.items():
        if not agreement.covers(quarter):
            faults.append(f"{partner} commits money in {quarter}, outside the agreement.")
        if partner not in agreement.partners:
            faults.append(f"{partner} commits money in {quarter} but is not a partner.")
        if gbp < NOUGHT:
            faults.append(f"{partner} cannot commit {gbp} pounds in {quarter}.")
    return faults
