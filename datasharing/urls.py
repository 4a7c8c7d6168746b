"""The addresses of `datasharing`."""

from django.urls import URLPattern, URLResolver, path

from datasharing.views import agreements, assurance, duty, looks, notices, retention

app_name = "datasharing"
urlpatterns: list[URLPattern | URLResolver] = [
    path("agreements/", agreements.register_page, name="agreements"),
    path("agreements/<slug:reference>/", agreements.agreement_page, name="agreement"),
    path("agreements/<slug:reference>/suspend/", agreements.suspend_page, name="suspend_agreement"),
    path("agreements/<slug:reference>/resume/", agreements.resume_page, name="resume_agreement"),
    path("notices/", notices.notices_page, name="notices"),
    path("notices/<int:notice>/", notices.notice_page, name="notice"),
    path("access/<int:ask>/", notices.ask_page, name="ask"),
    path("assurance/", assurance.desk_page, name="desk"),
    path("assurance/emergencies/<int:access>/", assurance.emergency_page, name="emergency"),
    path("assurance/custodians/<int:restriction>/", assurance.custodian_page, name="custodian"),
    path("assurance/duty/", duty.duty_page, name="duty"),
    path("assurance/duty/<int:turn>/end/", duty.end_turn_page, name="end_turn"),
    path("retention/", retention.retention_page, name="retention"),
    path("retention/lists/<int:listing>/", retention.list_page, name="retention_list"),
    path("retention/lists/<int:listing>/withdraw/", retention.withdraw_page, name="withdraw_retention_list"),
    path("retention/holds/", retention.new_hold_page, name="new_hold"),
    path("retention/holds/<int:wanted>/", retention.end_hold_page, name="end_hold"),
    path("who-saw/<str:reference>/", looks.who_saw_page, name="who_saw"),
]
