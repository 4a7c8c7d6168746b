"""The words of budgets, the family fund and the operational plan."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agencies.languages import as_written
from agencies.vocabulary import AgencyKind, Role
from outcomes.vocabulary import BEARER_WORDS

MAY_WRITE = frozenset({Role.COMMISSIONER, Role.CLAIMS_OFFICER})
"""Who keeps budgets, business cases, agreements and plans. What one saves, another approves."""


class EntryIs(TextChoices):
    """Whether a sum of a budget is promised or paid."""

    PROMISED = "promised", _("Promised")
    PAID = "paid", _("Paid")


class PurchaseIs(TextChoices):
    """How a purchase from the family fund stands."""

    ASKED = "asked", _("Waits for the approver")
    BOUGHT = "bought", _("Bought")
    REFUSED = "refused", _("Refused")


class PartIs(TextChoices):
    """The parts of an operational plan."""

    OUTCOME = "outcome", _("Outcome")
    SERVICE = "service", _("Service in the package")
    CHAIN = "chain", _("Step of a delivery chain")
    GAP = "gap", _("Gap")
    MILESTONE = "milestone", _("Milestone")
    BARRIER = "barrier", _("Barrier")
    SEAT = "seat", _("Seat on the board, or accountable officer")
    DECISION = "decision", _("Decision")


class PartState(TextChoices):
    """How a part stands since it was last told of."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Given up")


KINDS_OF_AGENCY = {str(kind.value): as_written(kind.label) for kind in AgencyKind}
PARTNER_WORDS: dict[str, str] = KINDS_OF_AGENCY | BEARER_WORDS
"""Partners that the ledger knows, as a page says them; any other partner is called by its own name."""
_BY_WORDS = {words.casefold(): code for code, words in PARTNER_WORDS.items()}


def partner_code(words: str) -> str:
    """A partner as it is kept: the ledger's code where it has one, else its name as written."""
    told = " ".join(words.split())
    return _BY_WORDS.get(told.casefold(), told.casefold() if told.casefold() in PARTNER_WORDS else told)


def partner_words(code: str) -> str:
    """A partner as a page says it."""
    return PARTNER_WORDS.get(code, code)
