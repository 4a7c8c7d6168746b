"""The words of `outcomes`: measurements, kinds of cost, windows, and what the journal records."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from agencies.words import Words


class Occasion(TextChoices):
    """When a need is measured."""

    BASELINE = "baseline", _("Baseline")
    REVIEW = "review", _("Review")
    CLOSING = "closing", _("Closing")


class Standing(TextChoices):
    """How a need stands when measured."""

    MET = "met", _("Outcome met")
    BETTER = "better", _("Better")
    SAME = "same", _("No change")
    WORSE = "worse", _("Worse")


SCORES = range(1, 11)
"""Where a family says that it is with a need: 1 is as hard as it has been, 10 as good as they want it to be."""


class ClaimState(TextChoices):
    """How far a claim has come."""

    CLAIMED = "claimed", _("Claimed, waiting for a second person")
    APPROVED = "approved", _("Approved, to be paid")
    REFUSED = "refused", _("Refused")
    PAID = "paid", _("Paid")
    REVERSED = "reversed", _("Reversal")


class RunState(TextChoices):
    """How far an edition that was asked for has come."""

    WAITING = "waiting", _("Waiting to begin")
    WORKING = "working", _("Being prepared")
    PUBLISHED = "published", _("Published")
    REFUSED = "refused", _("Not published")


class Basis(TextChoices):
    """How a unit cost falls on an event."""

    EACH = "each", _("Once")
    PER_DAY = "per_day", _("Each day")


class SupportKind(TextChoices):
    """How support is paid for."""

    CASH = "cash", _("Cash")
    IN_KIND = "in_kind", _("In kind")


class Window(TextChoices):
    """The three windows of a family's cost."""

    BEFORE = "before", _("Year before support")
    DURING = "during", _("During support")
    AFTER = "after", _("Year after support")


BEARER_WORDS: dict[str, str] = {
    "council": Words("Council"),
    "police": Words("Police"),
    "health": Words("Health"),
    "jobcentre_plus": Words("Jobcentre Plus"),
    "justice": Words("Courts, prisons and probation"),
    "fire": Words("Fire and rescue"),
    "hmrc": Words("HM Revenue and Customs"),
}
"""Who bears a cost, as a page says it."""


class Event(StrEnum):
    """What `outcomes` writes in the journal."""

    CATALOGUE_LOADED = "catalogue.loaded"
    COSTS_POSTED = "costs.posted"
    SUPPORT_COSTED = "support.costed"
    COSTS_SEEN = "costs.seen"
    OUTCOME_MEASURED = "outcome.measured"
    ROLLUPS_REFRESHED = "rollups.refreshed"
    EDITION_ASKED = "edition.asked"
    OVERVIEW_REFRESHED = "overview.refreshed"
    OVERVIEW_SEEN = "overview.seen"
    OVERVIEW_EXPORTED = "overview.exported"
    HOUSEHOLDS_IDENTIFIED = "households.identified"
    SUGGESTIONS_SEEN = "suggestions.seen"
    HELP_OFFERED = "help.offered"
    EVIDENCE_SEEN = "evidence.seen"
    BUDGET_MADE = "budget.made"
    BUDGET_LINE_ADDED = "budget.line_added"
    BUDGET_SUM_RECORDED = "budget.sum_recorded"
    BUDGET_QUARTER_CLOSED = "budget.quarter_closed"
    FUND_ASKED = "fund.asked"
    FUND_SPENT = "fund.spent"
    FUND_REFUSED = "fund.refused"
    INVESTMENT_AGREED = "investment.agreed"
    INVESTMENT_QUARTER_CLOSED = "investment.quarter_closed"
    OPERATIONAL_PLAN_MADE = "operational_plan.made"
    OPERATIONAL_PLAN_ADDED_TO = "operational_plan.added_to"
    OPERATIONAL_PLAN_TOLD = "operational_plan.told"
    BUSINESS_CASE_SAVED = "business_case.saved"
    BUSINESS_CASE_APPROVED = "business_case.approved"
    CLAIM_MADE = "claim.made"
    CLAIM_DECIDED = "claim.decided"
    CLAIM_PAID = "claim.paid"
    CLAIM_REVERSED = "claim.reversed"
    CLAIMS_EXPORTED = "claims.exported"
