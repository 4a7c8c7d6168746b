"""Tables of the money rooms: budgets, the family fund, investment agreements, the operational plan."""

from outcomes.budgets.models.agreement import (
    AgreementPartner,
    Commitment,
    InvestmentAgreement,
    SettledPartner,
    SettledQuarter,
)
from outcomes.budgets.models.budget import Budget, BudgetEntry, BudgetLine, BudgetQuarter
from outcomes.budgets.models.fund import FundPurchase
from outcomes.budgets.models.plan import OperationalPlan, PartNews, PlanPart

__all__ = [
    "AgreementPartner",
    "Budget",
    "BudgetEntry",
    "BudgetLine",
    "BudgetQuarter",
    "Commitment",
    "FundPurchase",
    "InvestmentAgreement",
    "OperationalPlan",
    "PartNews",
    "PlanPart",
    "SettledPartner",
    "SettledQuarter",
]
