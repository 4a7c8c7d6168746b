"""The forms of investment agreements: the terms, and up to six partners."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Radios
from cases.vocabulary import Intensity
from outcomes.budgets.forms.budget import FOOTING_HINTS, FOOTINGS
from outcomes.budgets.forms.fields import ManyFaultsForm, QuarterField, SumsField
from outcomes.budgets.operations.make_agreement import NewPartner
from outcomes.budgets.selectors.agreement import SHARING_WORDS
from outcomes.budgets.selectors.budget import PlaceChoice

PARTNERS = 6
SHARING_HINTS = {
    "in_proportion": _("No shares are given: whoever puts in more is due more"),
    "fixed_shares": _("Shares add up to 100%"),
    "first_loss": _("Others are given back what they put in first; what is left goes by shares"),
}


class AgreementForm(ManyFaultsForm):
    """The terms."""

    place = forms.ChoiceField(label=_("Which place"))
    tier = forms.ChoiceField(
        label=_("For which families"),
        required=False,
        choices=[("", _("All families supported there")), *Intensity.choices],
    )
    name = forms.CharField(label=_("What the agreement is called"), max_length=160)
    footing = forms.ChoiceField(label=_("How the money is held"), choices=FOOTINGS, widget=Radios(hints=FOOTING_HINTS))
    host = forms.CharField(label=_("Host, where pooled"), required=False, max_length=200)
    accountable_body = forms.CharField(label=_("Accountable body, where pooled"), required=False, max_length=200)
    legal_power = forms.CharField(label=_("Legal power, where pooled"), required=False, max_length=200)
    sharing = forms.ChoiceField(
        label=_("How returns are shared"),
        choices=[(one.value, words) for one, words in SHARING_WORDS.items()],
        widget=Radios(hints=SHARING_HINTS),
    )
    first = QuarterField(label=_("First quarter"), help_text=_("For example, 2026-27 Q1, which is April to June 2026"))
    last = QuarterField(label=_("Last quarter"), help_text=_("For example, 2028-29 Q4"))

    def __init__(self, *args: Any, places: tuple[PlaceChoice, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(one.path, one.name) for one in places]  # type: ignore[attr-defined]


class PartnerForm(PlainForm):
    """One partner; left empty where there are fewer."""

    mark_optional = False

    partner = forms.CharField(
        label=_("Partner"),
        max_length=60,
        required=False,
        help_text=_("Council, Police, Health, or an outside investor's name"),
    )
    share = forms.DecimalField(
        label=_("Share of returns, in per cent"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=9,
        decimal_places=6,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "suffix": "%", "inputmode": "decimal"}),
    )
    stands_first_loss = forms.BooleanField(label=_("Stands the first loss"), required=False)
    commits = SumsField(
        label=_("Commits by quarter, in pounds"),
        required=False,
        max_length=2000,
        help_text=_("One sum a quarter from the first one on, with spaces between: 10000 10000 12000"),
    )

    def new_partner(self) -> NewPartner | None:
        """The partner, or None where nothing is written."""
        given = self.cleaned_data
        if not any(given.get(name) for name in ("partner", "share", "commits", "stands_first_loss")):
            return None
        return NewPartner(**{name: given[name] for name in ("partner", "share", "stands_first_loss", "commits")})


def partner_forms(data: Any = None) -> list[PartnerForm]:
    """As many forms as an agreement may have partners."""
    return [PartnerForm(data, prefix=f"partner{number}") for number in range(1, PARTNERS + 1)]
