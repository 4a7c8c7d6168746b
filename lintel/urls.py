"""The root of all addresses. Each stands in the access table (`lintel/access.py`)."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from agencies.views.sign_in import set_up_second_factor
from lintel import api_schema, views

DESCRIBED_BY = api_schema  # named here so that it is loaded with the addresses

api: list[URLPattern | URLResolver] = [
    path("", include("cases.api.urls")),
    path("", include("outcomes.api.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
]

# Of django-allauth's addresses those that we want: nobody signs themselves up or takes off their second factor.
sign_in: list[URLPattern | URLResolver] = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("my-sign-in/", mfa.index, name="mfa_index"),
    path("my-sign-in/password/", account.password_change, name="account_change_password"),
    path("my-sign-in/second-factor/", set_up_second_factor, name="mfa_activate_totp"),
    path("my-sign-in/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("my-sign-in/recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("my-sign-in/recovery-codes/text/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("", include(sign_in)),
    path("", include("agencies.urls")),
    path("", include("datasharing.urls")),
    path("", include("cases.urls")),
    path("", include("outcomes.urls")),
    path("api/v1/", include(api)),
    path("i18n/setlang/", views.choose_language, name="set_language"),
]

handler400 = "lintel.views.bad_request"
handler403 = "lintel.views.forbidden"
handler404 = "lintel.views.not_found"
handler500 = "lintel.views.server_error"
handler429 = "lintel.views.too_many"
