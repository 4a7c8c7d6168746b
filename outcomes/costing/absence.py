"""What a school reports by term: persistent absence from sessions, and events known only by their term.

Source: costing.md section 1. A suspension or exclusion is dated on its term's first day; unauthorised absence of 10%
or more of a term's possible sessions is a spell over that term, its last day included.
"""

from datetime import date

from outcomes.costing.catalogue import Term
from outcomes.costing.ledger import Event
from outcomes.costing.money import CannotCost

PERSISTENT_ABSENCE = "education.persistent_absence"
PERSISTENT_PER_CENT = 10


def is_persistent(possible: int, unauthorised: int) -> bool:
    """Whether 10% or more of the possible sessions were missed without authority; no sessions, no absence."""
    if possible < 0 or unauthorised < 0 or unauthorised > possible:
        raise CannotCost(f"{unauthorised} sessions missed of {possible} possible cannot be right.")
    return possible > 0 and unauthorised * 100 >= possible * PERSISTENT_PER_CENT


def persistent_absence(
    person: str,
    term: Term,
    *,
    possible: int,
    unauthorised: int,
    birth_date: date | None = None,
    family: str = "",
    reference: str = "",
) -> Event | None:
    """The spell of persistent absence over `term`, or None when too little was missed."""
    if not is_persistent(possible, unauthorised):
        return None
    return Event(
        code=PERSISTENT_ABSENCE,
        person=person,
        first_day=term.first_day,
        end_day=term.end_day,
        birth_date=birth_date,
        family=family,
        reference=reference,
    )


def events_of_a_term(
    code: str,
    person: str,
    term: Term,
    *,
    count: int = 1,
    birth_date: date | None = None,
    family: str = "",
    reference: str = "",
) -> tuple[Event, ...]:
    """`count` separate events that are known only by their term, each dated on the term's first day."""
    event = Event(code, person, term.first_day, birth_date=birth_date, family=family, reference=reference)
    return (event,) * count
