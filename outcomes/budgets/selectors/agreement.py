"""Investment agreements as commissioners read them: who commits what, quarters closed, and what would pass now."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.languages import told
from agencies.places import lies_inside
from agencies.refusals import NotFound
from agencies.selectors.posts import posts_by_id
from agencies.words import Words
from cases.vocabulary import Intensity
from outcomes.budgets.quarters import from_number
from outcomes.budgets.selectors.agreement_terms import NoFigures, Settled, Terms, settled_now, terms_of
from outcomes.budgets.vocabulary import MAY_WRITE, partner_words
from outcomes.costing.agreements import Quarter, Sharing
from outcomes.costing.money import NOUGHT
from outcomes.models import InvestmentAgreement, SettledQuarter

SHARING_WORDS = {
    Sharing.IN_PROPORTION: Words("In proportion to what each puts in"),
    Sharing.FIXED_SHARES: Words("By fixed shares"),
    Sharing.FIRST_LOSS: Words("First loss, then shares"),
}


@dataclass(frozen=True)
class AgreementRow:
    """One agreement in the list."""

    reference: str
    name: str
    place_name: str
    families: str
    footing: str
    sharing: str
    runs: str
    committed: Decimal


@dataclass(frozen=True)
class AgreementList:
    """The agreements of the reader's place and its parts, latest first."""

    rows: tuple[AgreementRow, ...]
    may_write: bool


@dataclass(frozen=True)
class PartnerTerms:
    """One partner: its share as a percentage, and what it commits in each quarter."""

    words: str
    share: Decimal | None
    stands_first_loss: bool
    commits: tuple[Decimal, ...]
    whole: Decimal


@dataclass(frozen=True)
class PartnerStand:
    """One partner at the end of a quarter, since the agreement began. `passes` above nought is received."""

    words: str
    committed: Decimal
    put_in: Decimal
    gained: Decimal
    due: Decimal
    passes: Decimal


@dataclass(frozen=True)
class QuarterStand:
    """A quarter, closed or as it would be closed now."""

    words: str
    closed_at: datetime | None
    closed_by: str
    edition: int
    rows: tuple[PartnerStand, ...]


@dataclass(frozen=True)
class AgreementSheet:
    """An agreement. `now` is the next quarter as the published figures settle it, or `why_not` says why not.

    `closable` are the words of the quarter that can be closed today; empty where none can.
    """

    reference: str
    name: str
    place_name: str
    families: str
    footing: str
    sharing: str
    runs: str
    host: str
    accountable_body: str
    legal_power: str
    quarters: tuple[str, ...]
    partners: tuple[PartnerTerms, ...]
    closed: tuple[QuarterStand, ...]
    now: QuarterStand | None
    why_not: str
    closable: str
    may_write: bool


def agreements(actor: Actor) -> AgreementList:
    """Every agreement of the reader's place and its parts."""
    held = InvestmentAgreement.objects.select_related("place").prefetch_related("partners__commitments")
    return AgreementList(
        tuple(
            AgreementRow(
                reference=one.reference,
                name=one.name,
                place_name=one.place.name,
                families=_families(one),
                footing=one.footing,
                sharing=told(SHARING_WORDS[Sharing(one.sharing)]),
                runs=_runs(one),
                committed=sum((row.gbp for partner in one.partners.all() for row in partner.commitments.all()), NOUGHT),
            )
            for one in held
            if lies_inside(one.place.path, actor.place)
        ),
        actor.role in MAY_WRITE,
    )


def agreement(actor: Actor, reference: str) -> AgreementSheet:
    """One agreement. NotFound outside the reader's place."""
    held = InvestmentAgreement.objects.select_related("place").filter(reference=reference).first()
    if held is None or not lies_inside(held.place.path, actor.place):
        raise NotFound(reference)
    terms = terms_of(held)
    coming = max(terms.closed).next if terms.closed else terms.agreed.first
    now, why_not = _now(held, terms, coming)
    may_write = actor.role in MAY_WRITE
    over = terms.agreed.covers(coming) and timezone.localdate() >= coming.next.first_day
    return AgreementSheet(
        reference=held.reference,
        name=held.name,
        place_name=held.place.name,
        families=_families(held),
        footing=held.footing,
        sharing=told(SHARING_WORDS[Sharing(held.sharing)]),
        runs=_runs(held),
        host=held.host,
        accountable_body=held.accountable_body,
        legal_power=held.legal_power,
        quarters=tuple(str(from_number(number)) for number in range(held.first_quarter, held.last_quarter + 1)),
        partners=_partners(held, terms),
        closed=_closed(held),
        now=now,
        why_not=why_not,
        closable=str(coming) if may_write and over and now else "",
        may_write=may_write,
    )


def _now(held: InvestmentAgreement, terms: Terms, quarter: Quarter) -> tuple[QuarterStand | None, str]:
    if not terms.agreed.covers(quarter):
        return None, _("Every quarter of this agreement is closed.")
    if timezone.localdate() < quarter.first_day:
        day = dateformat.format(quarter.first_day, "j F Y")
        return None, _("%(quarter)s begins on %(day)s; nothing has passed yet.") % {"quarter": quarter, "day": day}
    try:
        settled = settled_now(held, terms, quarter)
    except NoFigures as refusal:
        return None, str(refusal)
    return QuarterStand(str(quarter), None, "", settled.edition, _stands(settled)), ""


def _stands(settled: Settled) -> tuple[PartnerStand, ...]:
    return tuple(
        PartnerStand(partner_words(row.partner), row.committed, row.put_in, row.gained, row.due, row.passes)
        for row in settled.rows
    )


def _partners(held: InvestmentAgreement, terms: Terms) -> tuple[PartnerTerms, ...]:
    rows = []
    for partner in terms.agreed.partners:
        commits = tuple(
            terms.agreed.commitments.get((from_number(number), partner), NOUGHT)
            for number in range(held.first_quarter, held.last_quarter + 1)
        )
        share = terms.agreed.shares.get(partner)
        rows.append(
            PartnerTerms(
                words=partner_words(partner),
                share=None if share is None else share * 100,
                stands_first_loss=partner in terms.agreed.first_loss,
                commits=commits,
                whole=sum(commits, NOUGHT),
            )
        )
    return tuple(rows)


def _closed(held: InvestmentAgreement) -> tuple[QuarterStand, ...]:
    rows: list[SettledQuarter] = list(held.quarters.prefetch_related("rows__partner"))
    posts = posts_by_id({row.closed_by_id for row in rows})
    return tuple(
        QuarterStand(
            words=str(from_number(row.quarter)),
            closed_at=row.closed_at,
            closed_by=posts[row.closed_by_id].words,
            edition=row.edition_id,
            rows=tuple(
                PartnerStand(
                    partner_words(one.partner.partner), one.committed, one.put_in, one.gained, one.due, one.passes
                )
                for one in row.rows.all()
            ),
        )
        for row in rows
    )


def _families(held: InvestmentAgreement) -> str:
    if not held.tier:
        return _("All families")
    return _("Families of intensity %(tier)s") % {"tier": Intensity(held.tier).label.lower()}


def _runs(held: InvestmentAgreement) -> str:
    return f"{from_number(held.first_quarter)} to {from_number(held.last_quarter)}"
