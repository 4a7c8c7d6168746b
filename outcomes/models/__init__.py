"""Tables of `outcomes`: catalogues, ledger, support, measurements, claims, overview, households identified, money."""

from outcomes.budgets.models import (
    AgreementPartner,
    Budget,
    BudgetEntry,
    BudgetLine,
    BudgetQuarter,
    Commitment,
    FundPurchase,
    InvestmentAgreement,
    OperationalPlan,
    PartNews,
    PlanPart,
    SettledPartner,
    SettledQuarter,
)
from outcomes.business_cases.models import BusinessCase, CaseVersion
from outcomes.models.claim import Claim
from outcomes.models.edition import Cell, Edition, EditionRun
from outcomes.models.identification import HelpOffer, IdentificationRun, Suggestion
from outcomes.models.ledger import Catalogue, LedgerLine, NotCosted, SupportCost
from outcomes.models.measurement import Measurement
from outcomes.models.rollup import CostRollup

__all__ = [
    "AgreementPartner",
    "Budget",
    "BudgetEntry",
    "BudgetLine",
    "BudgetQuarter",
    "BusinessCase",
    "CaseVersion",
    "Catalogue",
    "Cell",
    "Claim",
    "Commitment",
    "CostRollup",
    "Edition",
    "EditionRun",
    "FundPurchase",
    "HelpOffer",
    "IdentificationRun",
    "InvestmentAgreement",
    "LedgerLine",
    "Measurement",
    "NotCosted",
    "OperationalPlan",
    "PartNews",
    "PlanPart",
    "SettledPartner",
    "SettledQuarter",
    "Suggestion",
    "SupportCost",
]
