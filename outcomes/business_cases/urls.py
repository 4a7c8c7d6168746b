"""The addresses of business cases."""

from django.urls import URLPattern, path

from outcomes.business_cases.views import business_case as page
from outcomes.business_cases.views import parts

urlpatterns: list[URLPattern] = [
    path("business-cases/", page.business_cases_page, name="business_cases"),
    path("business-cases/new/", parts.new_case_page, name="new_business_case"),
    path("business-cases/new/as-text/", page.write_business_case_page, name="write_business_case"),
    path("business-cases/<str:reference>/", page.business_case_page, name="business_case"),
    path("business-cases/<str:reference>/edit/", page.edit_business_case_page, name="edit_business_case"),
    path("business-cases/<str:reference>/costs/", parts.case_frame_page, name="case_frame"),
    path("business-cases/<str:reference>/options/new/", parts.new_option_page, name="new_option"),
    path(
        "business-cases/<str:reference>/options/<slug:option>/remove/", parts.remove_option_page, name="remove_option"
    ),
    path("business-cases/<str:reference>/options/<slug:option>/new/", parts.outcome_page, name="new_outcome"),
    path("business-cases/<str:reference>/options/<slug:option>/<int:number>/", parts.outcome_page, name="outcome"),
    path(
        "business-cases/<str:reference>/options/<slug:option>/<int:number>/remove/",
        parts.remove_outcome_page,
        name="remove_outcome",
    ),
    path("business-cases/<str:reference>/case.csv", page.business_case_csv, name="business_case_csv"),
    path("business-cases/<str:reference>/charts/<slug:name>.svg", page.business_case_chart, name="business_case_chart"),
]
