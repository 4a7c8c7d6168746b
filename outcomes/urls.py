"""The addresses of `outcomes`."""

from django.urls import URLPattern, URLResolver, path

from outcomes.budgets.urls import urlpatterns as budgets
from outcomes.business_cases.urls import urlpatterns as business_cases
from outcomes.views import claims, costs, editions, identified, measure, overview, overview_files

app_name = "outcomes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("families/<str:reference>/costs/", costs.family_costs_page, name="family_costs"),
    path("families/<str:reference>/measure/", measure.measure_page, name="measure"),
    path("families/<str:reference>/close/", measure.close_page, name="close"),
    path("claims/", claims.claims_page, name="claims"),
    path("claims/return.csv", claims.claims_return, name="claims_return"),
    path("claims/<str:reference>/", claims.claim_page, name="claim"),
    path("families/<str:reference>/claim/", claims.readiness_page, name="claim_readiness"),
    path("overview/", overview.overview_page, name="overview"),
    path("overview/charts/<slug:name>.svg", overview.overview_chart, name="overview_chart"),
    path("overview/editions/", editions.editions_page, name="editions"),
    path("overview/overview.csv", overview_files.overview_csv, name="overview_csv"),
    path("overview/overview.xlsx", overview_files.overview_xlsx, name="overview_xlsx"),
    path("overview/overview.pdf", overview_files.overview_pdf, name="overview_pdf"),
    path("identified/", identified.identified_page, name="identified"),
    path("identified/<str:reference>/", identified.suggested_household_page, name="suggested_household"),
    *business_cases,
    *budgets,
]
