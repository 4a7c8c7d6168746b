"""The API addresses of `outcomes`, below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from outcomes.api import calls, money, pacts

app_name = "outcomes-api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("families/<str:reference>/costs/", calls.FamilyCostsCall.as_view(), name="family_costs"),
    path("families/<str:reference>/measurements/", calls.MeasurementsCall.as_view(), name="measurements"),
    path("families/<str:reference>/close/", calls.CloseCall.as_view(), name="close"),
    path("claims/", calls.ClaimsCall.as_view(), name="claims"),
    path("claims/<str:reference>/", calls.ClaimCall.as_view(), name="claim"),
    path("claims/<str:reference>/decision/", calls.DecideClaimCall.as_view(), name="decide_claim"),
    path("claims/<str:reference>/payment/", calls.PayClaimCall.as_view(), name="pay_claim"),
    path("claims/<str:reference>/reversal/", calls.ReverseClaimCall.as_view(), name="reverse_claim"),
    path("families/<str:reference>/claims/", calls.MakeClaimCall.as_view(), name="claim_readiness"),
    path("overview/", calls.OverviewCall.as_view(), name="overview"),
    path("business-cases/", money.BusinessCasesCall.as_view(), name="business_cases"),
    path("business-cases/<str:reference>/", money.BusinessCaseCall.as_view(), name="business_case"),
    path("business-cases/<str:reference>/approve/", money.ApproveCall.as_view(), name="approve_business_case"),
    path("budgets/", money.BudgetsCall.as_view(), name="budgets"),
    path("budgets/<int:key>/", money.BudgetCall.as_view(), name="budget"),
    path("budgets/<int:key>/lines/", money.LinesCall.as_view(), name="budget_lines"),
    path("budgets/<int:key>/sums/", money.SumsCall.as_view(), name="budget_sums"),
    path("budgets/<int:key>/quarters/", money.QuartersCall.as_view(), name="budget_quarters"),
    path("investments/", pacts.InvestmentsCall.as_view(), name="investments"),
    path("investments/<str:reference>/", pacts.InvestmentCall.as_view(), name="investment"),
    path("investments/<str:reference>/quarters/", pacts.SettleCall.as_view(), name="investment_quarters"),
    path("operational-plans/", pacts.PlansCall.as_view(), name="operational_plans"),
    path("operational-plans/<int:key>/", pacts.PlanCall.as_view(), name="operational_plan"),
    path("operational-plans/<int:key>/parts/", pacts.PartsCall.as_view(), name="operational_plan_parts"),
    path("operational-plans/parts/<int:key>/news/", pacts.NewsCall.as_view(), name="operational_plan_news"),
    path("families/<str:reference>/fund/", money.FundCall.as_view(), name="family_fund"),
]
