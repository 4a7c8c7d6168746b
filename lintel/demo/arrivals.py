"""Referrals about the made-up households, as their senders would send them."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.vocabulary import SaidConsent, Source
from lintel.demo.households import Home, Member
from lintel.demo.words import Voice, said

SENDERS: dict[Source, str] = {
    Source.SCHOOL: "school",
    Source.POLICE: "police",
    Source.HEALTH_VISITOR: "health",
    Source.GP: "health",
    Source.HOUSING_OFFICER: "housing",
    Source.WORK_COACH: "jobcentre",
    Source.VOLUNTARY_SECTOR: "team.member",
    Source.SOCIAL_WORKER: "social.worker",
}
"""Who in the house sends for each source; the family's own has no sender."""

FITTING: dict[str, tuple[Source, ...]] = {
    "education": (Source.SCHOOL,),
    "crime": (Source.POLICE,),
    "health": (Source.GP, Source.HEALTH_VISITOR),
    "substance": (Source.GP,),
    "safety": (Source.HEALTH_VISITOR, Source.SOCIAL_WORKER),
    "domestic_abuse": (Source.POLICE, Source.HEALTH_VISITOR),
    "housing": (Source.HOUSING_OFFICER,),
    "money": (Source.WORK_COACH, Source.VOLUNTARY_SECTOR),
}


@dataclass(frozen=True)
class Arrival:
    """A referral that arrives: about whom, what it says, and by whom in the house (empty: the family itself)."""

    home: Home
    voice: Voice
    needs: tuple[str, ...]
    raw: dict[str, Any]
    sender: str


def arrival(
    dice: random.Random,
    home: Home,
    moment: datetime,
    *,
    source: Source | None = None,
    consent: SaidConsent = SaidConsent.GIVEN,
    danger: bool = False,
    concern: str = "",
) -> Arrival:
    """A referral about this household, with what its sender would know of."""
    voice = Voice(dice, home)
    needs = tuple(sorted(home.troubles)) or ("relationships",)
    sender = source or _source(dice, needs)
    worries = [
        voice.fill(said()["own"][need]) if sender == Source.SELF else voice.of(need, "concern") for need in needs
    ]
    lines = [voice.pick(said()["opening"][sender]), *worries[:3]]
    known = [one for one in home.members if one is home.members[0] or dice.random() < 0.9]
    raw: dict[str, Any] = {
        "received_at": moment.isoformat(),
        "source": str(sender),
        "consent": str(consent),
        "immediate_danger": danger,
        "needs": list(needs),
        "concern": voice.fill(concern) if concern else " ".join(lines),
        "people": [_person(one, home) for one in known],
    }
    if sender == Source.SELF:
        raw["referrer_name"] = f"{home.members[0].given} {home.members[0].family}"
    return Arrival(home, voice, needs, raw, SENDERS.get(sender, ""))


def _source(dice: random.Random, needs: tuple[str, ...]) -> Source:
    """Somebody who would come to hear of one of these needs; now and then the family itself."""
    if dice.random() < 0.12:
        return Source.SELF
    return dice.choice([one for need in needs for one in FITTING.get(need, (Source.SCHOOL,))])


def _person(one: Member, home: Home) -> dict[str, Any]:
    return {
        "given_name": one.given,
        "family_name": one.family,
        "date_of_birth": one.born.isoformat(),
        "sex": one.sex,
        "role": one.role,
        "nhs_number": one.nhs_number,
        "address": home.address,
        "postcode": home.postcode,
    }
