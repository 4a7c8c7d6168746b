"""The API addresses of `outcomes`, below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from outcomes.api import calls, money

app_name = "outcomes-api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("families/<str:reference>/costs/", calls.FamilyCostsCall.as_view(), name="family_costs"),
    path("families/<str:reference>/measurements/", calls.MeasurementsCall.as_view(), name="measurements"),
    path("families/<str:reference>/close/", calls.CloseCall.as_view(), name="close"),
    path("claims/", calls.ClaimsCall.as_view(), name="claims"),
    path("claims/<str:reference>/", calls.ClaimCall.as_view(), name="claim"),
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
    path("families/<str:reference>/fund/", money.FundCall.as_view(), name="family_fund"),
]
