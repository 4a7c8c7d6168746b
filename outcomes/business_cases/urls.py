"""The addresses of business cases."""

from django.urls import URLPattern, path

from outcomes.business_cases.views import business_case as page

urlpatterns: list[URLPattern] = [
    path("business-cases/", page.business_cases_page, name="business_cases"),
    path("business-cases/new/", page.new_business_case_page, name="new_business_case"),
    path("business-cases/<str:reference>/", page.business_case_page, name="business_case"),
    path("business-cases/<str:reference>/edit/", page.edit_business_case_page, name="edit_business_case"),
    path("business-cases/<str:reference>/case.csv", page.business_case_csv, name="business_case_csv"),
    path("business-cases/<str:reference>/charts/<slug:name>.svg", page.business_case_chart, name="business_case_chart"),
]
