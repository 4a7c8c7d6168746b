"""The forms of signing in: django-allauth's, with our labels and plain errors."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from agencies.forms.wording import ask_by_name

CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-10"}


class SignInForm(LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"login": _("E-mail address"), "password": _("Password")})


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"password": _("Password")})


class NewPasswordForm(ChangePasswordForm):
    """A new password, twice, with the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": _("Present password"),
            "password1": _("New password"),
            "password2": _("New password again"),
        }
        _plain(self, labels)
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())


class CodeForm(AuthenticateForm):
    """The code of the second factor, or one of the recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"code": _("Code")}, code=_("Six digits from your authenticator app, or a recovery code."))


class CodeAgainForm(ReauthenticateByCodeForm):
    """The code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"code": _("Code")}, code=_("Six digits from your authenticator app, or a recovery code."))


class FirstCodeForm(ActivateTOTPForm):
    """The first code of a new second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"code": _("Code")}, code=_("The six digits that your authenticator app shows now."))


def _plain(form: forms.Form, labels: dict[str, Any], **hints: Any) -> None:
    """Give the fields our labels and hints, take off the placeholders, and let each ask for itself by name."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, hints.get(name, "")
        field.widget.attrs.pop("placeholder", None)
        if name == "code":
            field.widget.attrs.update(CODE)
    form.use_required_attribute = False
    ask_by_name(form.fields)
