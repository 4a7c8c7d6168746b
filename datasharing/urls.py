"""The addresses of `datasharing`."""

from django.urls import URLPattern, URLResolver, path

from datasharing.views import agreements, looks

app_name = "datasharing"
urlpatterns: list[URLPattern | URLResolver] = [
    path("agreements/", agreements.register_page, name="agreements"),
    path("agreements/<slug:reference>/", agreements.agreement_page, name="agreement"),
    path("agreements/<slug:reference>/suspend/", agreements.suspend_page, name="suspend_agreement"),
    path("agreements/<slug:reference>/resume/", agreements.resume_page, name="resume_agreement"),
    path("who-saw/<str:reference>/", looks.who_saw_page, name="who_saw"),
]
