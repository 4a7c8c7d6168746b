"""An investment agreement: what partners commit by quarter and how returns are shared; and quarters settled once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import dateformat, timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.models import Place
from agencies.operations import journal
from agencies.places import meet
from agencies.refusals import Invalid, NotFound, Refused
from cases.operations.live_case import moment
from cases.vocabulary import Intensity
from outcomes.budgets.operations.standing import check_own, heading_of, own_place, sum_of
from outcomes.budgets.quarters import as_number
from outcomes.budgets.selectors.agreement_terms import NoFigures, settled_now, terms_of
from outcomes.budgets.vocabulary import partner_code
from outcomes.costing.agreements import (
    Agreement,
    CannotAgree,
    Footing,
    Quarter,
    Sharing,
    check_agreement,
    check_closing,
)
from outcomes.models import AgreementPartner, Commitment, InvestmentAgreement, SettledPartner, SettledQuarter
from outcomes.vocabulary import Event

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LONGEST_PARTNER = 60
MOST_QUARTERS = 80
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class NewPartner:
    """One partner: `share` is a percentage, from 0 to 100; `commits` are pounds by quarter, from the first one on."""

    partner: str
    share: Decimal | None = None
    stands_first_loss: bool = False
    commits: tuple[Decimal, ...] = ()


@transaction.atomic
def make_agreement(
    actor: Actor,
    place: str,
    *,
    name: str,
    footing: str,
    sharing: str,
    first: Quarter,
    last: Quarter,
    partners: Sequence[NewPartner],
    tier: str = "",
    host: str = "",
    accountable_body: str = "",
    legal_power: str = "",
    on: datetime | None = None,
) -> str:
    """Keep an agreement for the families of a place, or of one intensity there; returns its reference.

    Refused, a line for each fault: shares that are not 100%, pooled money without host, body and power, commitments
    outside it, and another agreement for the same families at the same time.
    """
    here = own_place(actor, place)
    Place.objects.select_for_update().filter(path__startswith=here.path.split("/")[0]).order_by("pk").first()
    if tier and tier not in Intensity.values:
        raise Invalid(_("Choose an intensity, or all families."), field="tier")
    if footing not in list(Footing) or sharing not in list(Sharing):
        raise Invalid(_("Say how the money is held and how returns are shared."), field="footing")
    words = heading_of(name, "what the agreement is called", "name", longest=160)
    if as_number(last) - as_number(first) >= MOST_QUARTERS:
        raise Invalid(
            _("An agreement runs for %(most)s quarters at most.") % {"most": MOST_QUARTERS},
            field="last",
        )
    agreed = _agreed(words, footing, sharing, first, last, partners, (host, accountable_body, legal_power))
    faults = _faults(agreed) + _overlaps(here.path, tier, first, last)
    if faults:
        raise Invalid("\n".join(faults), field="partners")
    made = InvestmentAgreement.objects.create(
        reference=f"IA-{get_random_string(6, LETTERS)}",
        place=here,
        tier=tier,
        name=words,
        footing=footing,
        sharing=sharing,
        first_quarter=as_number(first),
        last_quarter=as_number(last),
        host=host.strip()[:200],
        accountable_body=accountable_body.strip()[:200],
        legal_power=legal_power.strip()[:200],
        made_by_id=actor.post,
        made_at=moment(on),
    )
    for position, name_of in enumerate(agreed.partners, 1):
        partner = AgreementPartner.objects.create(
            agreement=made,
            position=position,
            partner=name_of,
            share=agreed.shares.get(name_of),
            stands_first_loss=name_of in agreed.first_loss,
        )
        Commitment.objects.bulk_create(
            Commitment(partner=partner, quarter=as_number(quarter), gbp=gbp)
            for (quarter, whose), gbp in agreed.commitments.items()
            if whose == name_of
        )
    detail = {"agreement": made.reference, "place": here.path, "footing": str(footing), "partners": len(partners)}
    journal.record(actor, Event.INVESTMENT_AGREED, detail=detail)
    return made.reference


@transaction.atomic
def close_agreement_quarter(actor: Actor, reference: str, *, quarter: Quarter, on: datetime | None = None) -> int:
    """Settle a quarter by the published figures of the day and freeze it; returns it. Once, in order, when it is over.

    Refused while the published figures do not say what partners gained.
    """
    held = InvestmentAgreement.objects.select_for_update(of=("self",)).select_related("place")
    agreement = held.filter(reference=reference).first()
    if agreement is None:
        raise NotFound(reference)
    check_own(actor, agreement.place.path)
    at = moment(on)
    terms = terms_of(agreement)
    try:
        check_closing(terms.agreed, quarter, terms.closed)
    except CannotAgree as refusal:
        raise Refused(str(refusal), field="quarter") from refusal
    if timezone.localdate(at) < quarter.next.first_day:
        day = quarter.next.first_day
        raise Refused(
            _("%(quarter)s is not over yet. It can be closed from %(day)s.")
            % {"quarter": quarter, "day": dateformat.format(day, "j F Y")},
            field="quarter",
        )
    try:
        settled = settled_now(agreement, terms, quarter)
    except NoFigures as refusal:
        raise Refused(str(refusal), field="quarter") from refusal
    made = SettledQuarter.objects.create(
        agreement=agreement,
        quarter=as_number(quarter),
        edition_id=settled.edition,
        closed_by_id=actor.post,
        closed_at=at,
    )
    keys = dict(agreement.partners.values_list("partner", "pk"))
    SettledPartner.objects.bulk_create(
        SettledPartner(
            quarter=made,
            partner_id=keys[row.partner],
            committed=row.committed,
            put_in=row.put_in,
            gained=row.gained,
            due=row.due,
            passes=row.passes,
        )
        for row in settled.rows
    )
    detail = {"agreement": reference, "quarter": str(quarter), "edition": settled.edition}
    journal.record(actor, Event.INVESTMENT_QUARTER_CLOSED, detail=detail)
    return made.pk


def _agreed(
    name: str,
    footing: str,
    sharing: str,
    first: Quarter,
    last: Quarter,
    partners: Sequence[NewPartner],
    pooled: tuple[str, str, str],
) -> Agreement:
    names = [
        partner_code(heading_of(one.partner, "each partner's name", "partners", longest=LONGEST_PARTNER))
        for one in partners
    ]
    commitments: dict[tuple[Quarter, str], Decimal] = {}
    shares: dict[str, Decimal] = {}
    for partner, told in zip(names, partners, strict=True):
        quarter = first
        for gbp in told.commits:
            commitments[quarter, partner] = sum_of(gbp, f"What {partner} commits", "partners", nought=True)
            quarter = quarter.next
        if told.share is not None:
            shares[partner] = told.share / HUNDRED
    return Agreement(
        name=name,
        footing=Footing(footing),
        sharing=Sharing(sharing),
        first=first,
        last=last,
        partners=tuple(names),
        families=frozenset({0}),  # whoever is supported there: overlaps are by place, intensity and time
        commitments=commitments,
        shares=shares,
        first_loss=frozenset(name for name, told in zip(names, partners, strict=True) if told.stands_first_loss),
        host=pooled[0],
        accountable_body=pooled[1],
        legal_power=pooled[2],
    )


def _faults(agreed: Agreement) -> list[str]:
    try:
        check_agreement(agreed)
    except CannotAgree as refusal:
        return list(refusal.faults)
    return []


def _overlaps(place: str, tier: str, first: Quarter, last: Quarter) -> list[str]:
    """Agreements that run at the same time for some of the same families: places meet, and intensities do."""
    others = InvestmentAgreement.objects.filter(
        first_quarter__lte=as_number(last), last_quarter__gte=as_number(first)
    ).select_related("place")
    return [
        f"{other.name} runs at the same time for the same families."
        for other in others
        if meet(place, other.place.path) and (not tier or not other.tier or tier == other.tier)
    ]
