"""The steps of the front door: which reach allows each, and when. Pages and the API read it; operations enforce it."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from agencies.vocabulary import Role
from cases.vocabulary import ReferralState, SaidConsent
from datasharing.vocabulary import Reach

MATCHERS = frozenset({Role.SCREENER, Role.DUTY_MANAGER})
"""The roles that say who somebody is."""
ASK_DUTY = frozenset({Role.EMERGENCY_DUTY, Role.SOCIAL_WORKER, Role.DUTY_MANAGER})
"""Emergency duty, child protection, and the front door's manager, to whom the police come for protection."""


class Step(StrEnum):
    """What somebody can do with a referral."""

    MATCH = "match"
    BASIS = "basis"
    ASK = "ask"
    LIST = "list"
    DECIDE = "decide"
    CONFLICT = "conflict"
    ASK_DUTY = "ask_duty"
    STEP_UP = "step_up"


@dataclass(frozen=True)
class Standing:
    """How a referral stands: what decides which steps are open."""

    state: str
    consent: str
    basis: str
    is_listed: bool


def open_steps(role: Role, reaches: Collection[Reach], standing: Standing) -> tuple[Step, ...]:
    """The steps that somebody in this role with these reaches can take now, in the order of the path."""
    always = (Step.ASK_DUTY, Step.STEP_UP) if role in ASK_DUTY else (Step.STEP_UP,)
    if standing.state == ReferralState.TRIAGED:
        return always
    front_door = Reach.REFERRAL in reaches
    panel = Reach.PANEL in reaches
    found = []
    if front_door and role in MATCHERS and standing.state == ReferralState.RECEIVED:
        found.append(Step.MATCH)
    if front_door and standing.state == ReferralState.MATCHED:
        found.append(Step.BASIS)
        if standing.basis:
            found.append(Step.ASK)
        if not standing.is_listed:
            found.append(Step.LIST)
    if standing.state == ReferralState.MATCHED and (panel if standing.is_listed else front_door):
        found.append(Step.DECIDE)
    if panel or front_door:
        found.append(Step.CONFLICT)
    return (*found, *always)


def asking_words(standing: Standing) -> str:
    """What stands in the way of asking partners, if anything."""
    if standing.basis:
        return ""
    if standing.consent == SaidConsent.REFUSED:
        return "The family said no. Nobody may be asked unless significant harm is suspected."
    return "Record first whether the family agreed, or why it was not asked."
