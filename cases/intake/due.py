"""What the clock on a referral's grant is for, in one short code, so that lists are filtered where they are ordered.

The code is `URGENCY STEP`: "red received", "green matched", "red protection". Pure.
"""

from collections.abc import Collection
from dataclasses import dataclass

from cases.vocabulary import ReferralState, Urgency

PROTECTION = "protection"
ANSWER = "answer"
ALLOCATION = "allocation"
STEPS = (ReferralState.RECEIVED.value, ReferralState.MATCHED.value, PROTECTION)

URGENCY_ORDER = {Urgency.RED: 0, Urgency.AMBER: 1, Urgency.GREEN: 2}


@dataclass(frozen=True)
class Due:
    """A code taken apart."""

    urgency: str
    step: str


def due_code(urgency: str, step: str) -> str:
    """The code for a grant's `due_for`."""
    return f"{urgency} {step}"


def read_due(code: str) -> Due:
    """A code taken apart; what is no code of ours has no urgency."""
    urgency, _, step = code.partition(" ")
    return Due(urgency, step) if urgency in Urgency.values and step else Due("", code)


def due_codes(urgencies: Collection[str] = (), steps: Collection[str] = ()) -> tuple[str, ...]:
    """Every code with one of these urgencies and one of these steps; none named means any."""
    return tuple(
        due_code(urgency, step)
        for urgency in Urgency.values
        for step in STEPS
        if (not urgencies or urgency in urgencies) and (not steps or step in steps)
    )


def due_codes_for(step: str) -> tuple[str, ...]:
    """Every code with this step."""
    return tuple(due_code(urgency, step) for urgency in Urgency.values)


def is_more_urgent(one: str, other: str) -> bool:
    """Whether urgency `one` comes before `other`."""
    return URGENCY_ORDER[Urgency(one)] < URGENCY_ORDER[Urgency(other)]
