"""The addresses of the front door, the panel and the partners' desks."""

from django.urls import URLPattern, path

from cases.intake.views import duty, extracts, inbox, refer, referral, sealed_match, triage

urlpatterns: list[URLPattern] = [
    path("refer/", refer.refer_page, name="refer"),
    path("refer/sent/<str:reference>/", refer.sent_page, name="sent"),
    path("ask-for-help/", refer.ask_for_help_page, name="ask_for_help"),
    path("ask-for-help/go-on/", refer.go_on_page, name="go_on"),
    path("ask-for-help/what-happened/", refer.what_happened_page, name="what_happened"),
    path("ask-for-help/sent/", refer.help_asked_page, name="help_asked"),
    path("extracts/", extracts.extracts_page, name="extracts"),
    path("extracts/send/", extracts.send_extract_page, name="send_extract"),
    path("extracts/uploads/<uuid:wanted>/", extracts.upload_page, name="upload"),
    path("extracts/<int:extract>/", extracts.extract_page, name="extract"),
    path("extracts/<int:extract>/set-aside/", extracts.set_aside_page, name="set_aside"),
    path("inbox/", inbox.inbox_page, name="inbox"),
    path("referrals/<str:reference>/", referral.referral_page, name="referral"),
    path("referrals/<str:reference>/pack/", referral.pack_page, name="pack"),
    path("referrals/<str:reference>/match/", referral.match_page, name="match"),
    path("referrals/<str:reference>/basis/", referral.basis_page, name="basis"),
    path("referrals/<str:reference>/ask/", referral.ask_page, name="ask"),
    path("referrals/<str:reference>/list/", referral.list_for_panel_page, name="list_for_panel"),
    path("referrals/<str:reference>/decide/", triage.decide_page, name="decide"),
    path("referrals/<str:reference>/conflict/", triage.conflict_page, name="conflict"),
    path("asked/", triage.asked_page, name="asked_of_me"),
    path("asked/<int:number>/", triage.asked_request_page, name="asked_request"),
    path("panel/", triage.panel_page, name="panel"),
    path("sealed-matches/<int:match>/", sealed_match.sealed_match_page, name="sealed_match"),
    path("duty-custodian/<int:question>/", duty.duty_question_page, name="duty_question"),
    path("duty-custodian/ask/<str:reference>/", duty.ask_duty_page, name="ask_duty"),
    path("step-up/<str:reference>/", triage.step_up_page, name="step_up"),
]
