"""How practitioners sign in: django-allauth's adapter, in our words, with every coming and going in the journal.

Nobody signs themselves up, no password is sent by e-mail, and everybody has a second factor: a session without one
opens nothing but the page that sets one up (see `lintel.middleware`).
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from agencies.operations.sign_in import note_password_changed, note_sign_in, note_sign_out

POST_KEY = "acting_post"
SECOND_FACTOR_KEY = "second_factor"

SAID = {
    "account/messages/password_changed.txt": _("Your password is changed."),
    "mfa/messages/totp_activated.txt": _("Your second factor is set up."),
}


def has_second_factor(practitioner: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether they have set up the codes of an authenticator app."""
    return bool(is_mfa_enabled(practitioner, [Authenticator.Type.TOTP]))


class FactorAdapter(DefaultMFAAdapter):
    """The second factor in our words; the site's own adapter seals its secrets."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That code is not right, or was used before. Wait for the next one and try again."),
    }


class AccountAdapter(DefaultAccountAdapter):
    """What the library asks us at each step of signing in and out."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is not right. Check both and try again."),
        "too_many_login_attempts": _(
            "Too many attempts that failed. Wait five minutes, then try again, or ask your administrator for help."
        ),
        "rate_limited": _("Too many attempts that failed. Wait five minutes, then try again."),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs themselves up."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Signing in is a page; there is no second door for scripts."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin a session. Whoever has a second factor has just been asked for it; without one nothing opens yet."""
        super().login(request, user)
        request.session[SECOND_FACTOR_KEY] = has_second_factor(user)
        note_sign_in(user.pk)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **facts: Any) -> HttpResponse:
        """Send them on, in the language that they have chosen; who has chosen none keeps that of the sign-in page."""
        answer: HttpResponse = super().post_login(request, user, **facts)
        language = getattr(user, "language", "")
        if language:
            answer.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                samesite="Lax",
            )
        return answer

    def logout(self, request: HttpRequest) -> None:
        """End the session, here and in the table of sessions."""
        if request.user.is_authenticated:
            note_sign_out(request.user.pk)
        super().logout(request)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Change a password; every other session of theirs ends."""
        super().set_password(user, password)
        note_password_changed(user.pk)

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Whether this is the password of whoever is signed in; counted like any other attempt."""
        found = self.authenticate(context.request, email=user.get_username(), password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever sets up their first factor has just given the password; afterwards it is asked again."""
        user = context.request.user
        return bool(user.is_authenticated and has_second_factor(user))

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Somebody who may no longer sign in is told whom to ask."""
        messages.error(request, _("You can no longer sign in. Ask your administrator."))
        return redirect("account_login")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what is worth saying, in our words; the library's other messages say what the page shows."""
        words = message or SAID.get(message_template or "")
        if words:
            messages.add_message(request, level, words, extra_tags)
