"""Matching without anybody: as history comes in, what is certain is linked. What is not, waits for somebody."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.refusals import Refused
from cases.intake.operations.linking import Matched, link
from cases.intake.operations.take_referral import must_be_open, one_match_at_a_time, take_referral
from cases.intake.selectors.families_near import families_near
from cases.intake.selectors.known import Matching, matching_of
from cases.matching import Match
from cases.models import Person
from cases.vocabulary import Band, ReferralState
from datasharing.models import FamilyFile


@transaction.atomic
def match_referral(actor: Actor, reference: str, *, on: datetime | None = None) -> Matched:
    """Link everybody who is certainly somebody known, and take those who are like nobody for new people.

    Nothing is linked while anybody is only perhaps somebody, or the people belong to several families, or nobody is
    like anybody and a family of their name is known where they live: those wait for the front door. The answer's band
    is `link` where anybody was certain, else `look`, else `new`.
    """
    one_match_at_a_time()
    file, referral = take_referral(actor, reference)
    must_be_open(referral)
    if referral.state != ReferralState.RECEIVED:
        raise Refused(_("The people of this referral have been matched already."))
    matching = matching_of(referral.pk, file)
    looks = tuple(position for position, match in matching.matches.items() if match.band == Band.LOOK)
    sure = {position: _first(match) for position, match in matching.matches.items() if match.band == Band.LINK}
    families = _families(file.place, {person for person in sure.values() if person})
    if looks or matching.at_home or len(families) > 1:
        return _waiting(file.place, matching, sure, families, looks)
    choices = {position: sure.get(position) for position in matching.matches}
    family = families[0] if families else None
    return link(actor, referral, choices, family=family, place=file.place, moment=on or timezone.now())


def _first(match: Match) -> UUID | None:
    key = match.candidates[0].key
    return key if isinstance(key, UUID) else None


def _families(place: str, people: set[UUID]) -> list[UUID]:
    return [family.file for family in families_near(place, people).families]


def _waiting(
    place: str, matching: Matching, sure: dict[int, UUID | None], families: list[UUID], looks: tuple[int, ...]
) -> Matched:
    """What is suggested to the front door: the family of those who are certain, else of the likeliest."""
    likeliest = (
        [person for person in sure.values() if person]
        or [key for position in looks if (key := _first(matching.matches[position]))]
        or [one.key for one in matching.at_home[:1] if isinstance(one.key, UUID)]
    )
    if not families:
        families = _families(place, set(likeliest[:1]))
    file = FamilyFile.objects.filter(pk__in=families[:1]).values_list("reference", flat=True).first()
    homes = [home for home in Person.objects.filter(pk__in=likeliest).values_list("household_id", flat=True) if home]
    return Matched(
        file=file or "",
        band=Band.LINK if sure else Band.LOOK,
        household=max(sorted(set(homes)), key=homes.count) if homes else None,
        joined=False,
        waiting=looks or tuple(matching.matches if matching.at_home else ()),
    )
