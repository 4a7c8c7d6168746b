"""The API addresses of `outcomes`, below /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from outcomes.api import calls

app_name = "outcomes-api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("families/<str:reference>/costs/", calls.FamilyCostsCall.as_view(), name="family_costs"),
    path("families/<str:reference>/measurements/", calls.MeasurementsCall.as_view(), name="measurements"),
    path("families/<str:reference>/close/", calls.CloseCall.as_view(), name="close"),
    path("overview/", calls.OverviewCall.as_view(), name="overview"),
]
