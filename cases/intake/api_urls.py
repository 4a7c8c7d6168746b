"""The API addresses of the front door, below /api/v1/."""

from django.urls import URLPattern, path

from cases.intake.api import referrals

urlpatterns: list[URLPattern] = [
    path("referrals/", referrals.Referrals.as_view(), name="referrals"),
    path("referrals/<str:reference>/", referrals.OneReferral.as_view(), name="referral"),
    path("referrals/<str:reference>/status/", referrals.Status.as_view(), name="referral_status"),
    path("referrals/<str:reference>/match/", referrals.Match.as_view(), name="match"),
    path("referrals/<str:reference>/basis/", referrals.Basis.as_view(), name="basis"),
    path("referrals/<str:reference>/ask/", referrals.Ask.as_view(), name="ask"),
    path("referrals/<str:reference>/list/", referrals.Listing.as_view(), name="list_for_panel"),
    path("referrals/<str:reference>/decide/", referrals.Deciding.as_view(), name="decide"),
    path("referrals/<str:reference>/conflict/", referrals.KeepingOut.as_view(), name="conflict"),
    path("inbox/", referrals.Inbox.as_view(), name="inbox"),
    path("panel/", referrals.Panel.as_view(), name="panel"),
    path("asked/", referrals.AskedOfMe.as_view(), name="asked_of_me"),
    path("asked/<int:number>/", referrals.AskedRequest.as_view(), name="asked_request"),
    path("step-up/<str:reference>/", referrals.StepUps.as_view(), name="step_up"),
]
