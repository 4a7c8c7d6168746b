"""The forms of budgets and the family fund."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField, Radios
from outcomes.budgets.forms.fields import PoundsField
from outcomes.budgets.quarters import financial_year, year_words
from outcomes.budgets.selectors.budget import BudgetSheet, PlaceChoice, PostChoice, kind_words
from outcomes.budgets.selectors.family_fund import FamilyFundSheet
from outcomes.budgets.vocabulary import EntryIs
from outcomes.costing.agreements import Footing
from outcomes.costing.budgets import BudgetKind

FOOTING_HINTS = {
    "shadow": _("Shown only: every partner keeps and spends its own money"),
    "aligned": _("Each keeps its own money, and they pay by the same plan"),
    "pooled": _("One purse: it needs a host, an accountable body and a legal power"),
}
FOOTINGS = [(one.value, one.value.capitalize()) for one in Footing]


def years() -> list[tuple[int, str]]:
    """Last year, this one and the two after it."""
    now = financial_year(timezone.localdate())
    return [(year, year_words(year)) for year in range(now - 1, now + 3)]


class BudgetForm(PlainForm):
    """The head of a budget."""

    place = forms.ChoiceField(label=_("Which place"))
    year = forms.TypedChoiceField(label=_("Financial year"), coerce=int)
    name = forms.CharField(label=_("What it is called"), max_length=160)
    footing = forms.ChoiceField(label=_("How the money is held"), choices=FOOTINGS, widget=Radios(hints=FOOTING_HINTS))
    host = forms.CharField(label=_("Host, where pooled"), required=False, max_length=200)
    accountable_body = forms.CharField(label=_("Accountable body, where pooled"), required=False, max_length=200)
    legal_power = forms.CharField(
        label=_("Legal power, where pooled"),
        required=False,
        max_length=200,
        help_text=_("For example, section 75 of the NHS Act 2006"),
    )
    accountable_officer = forms.TypedChoiceField(label=_("Accountable officer"), coerce=int)
    fund_limit = PoundsField(
        label=_("Family fund: the most for one purchase without asking"),
        required=False,
        help_text=_("Leave empty where there is no family fund"),
    )
    fund_approver = forms.TypedChoiceField(
        label=_("Family fund: who approves beyond that"), required=False, coerce=int, empty_value=None
    )

    def __init__(
        self,
        *args: Any,
        places: tuple[PlaceChoice, ...],
        officers: tuple[PostChoice, ...],
        approvers: tuple[PostChoice, ...],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["place"], [(one.path, one.name) for one in places])
        _choose(self.fields["year"], years())
        _choose(self.fields["accountable_officer"], [(one.id, one.words) for one in officers])
        _choose(self.fields["fund_approver"], [("", _("Nobody")), *((one.id, one.words) for one in approvers)])


class LineForm(PlainForm):
    """One partner's line."""

    partner = forms.CharField(
        label=_("Which partner gives it"), max_length=60, help_text=_("For example Council, Police, Health, or a name")
    )
    kind = forms.ChoiceField(
        label=_("What it is made of"), choices=[(one.value, kind_words(one)) for one in BudgetKind], widget=Radios()
    )
    words = forms.CharField(label=_("What it is for"), max_length=200)
    planned = PoundsField(label=_("Planned for the year"))
    is_fund = forms.BooleanField(label=_("This is the family fund"), required=False)
    is_shared = forms.BooleanField(label=_("A fixed cost, shared evenly among the families supported"), required=False)


class SumForm(PlainForm):
    """A sum promised or paid."""

    line = forms.TypedChoiceField(label=_("Which line"), coerce=int)
    kind = forms.ChoiceField(
        label=_("Promised or paid"),
        choices=EntryIs.choices,
        widget=Radios(hints={"paid": _("Or, in kind, given")}),
    )
    gbp = PoundsField(label=_("The sum"))
    falls_on = DateField(label=_("The day"), help_text=_("For example, 27 5 2026"))
    words = forms.CharField(label=_("What it is for"), max_length=200)
    settles = forms.TypedChoiceField(
        label=_("The promise that this payment stands for"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, sheet: BudgetSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = [line for line in sheet.own_lines if not line.is_fund]
        _choose(self.fields["line"], [(line.id, f"{line.words} ({line.partner_words})") for line in lines])
        open_promises = [one for one in sheet.entries if not one.is_paid and not one.settled]
        told = [(one.id, f"{one.line_words}: £{one.gbp:,}, {one.words}") for one in open_promises]
        _choose(self.fields["settles"], [("", _("None")), *told])


class BuyForm(PlainForm):
    """What is bought, and for which action: an item by its button, or something else with its price."""

    mark_optional = False

    action = forms.TypedChoiceField(label=_("For which action of the plan"), coerce=int, widget=Radios())
    what = forms.CharField(label=_("What is bought"), required=False, max_length=200)
    gbp = PoundsField(label=_("Its price"), required=False)

    def __init__(self, *args: Any, sheet: FamilyFundSheet, chosen: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = {one.item: one for one in sheet.items}
        _choose(self.fields["action"], [(one.id, one.words) for one in sheet.actions])
        self.fields["action"].initial = chosen

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = self.items.get(self.data.get("item", ""))
        if chosen:
            given["what"], given["gbp"] = chosen.words, chosen.gbp
        else:
            if not given.get("what") and "what" not in self.errors:
                self.add_error("what", _("Enter what is bought, or press one of the things bought often"))
            if given.get("gbp") is None and "gbp" not in self.errors:
                self.add_error("gbp", _("Enter its price"))
        return given

    def facts(self) -> dict[str, Any]:
        """What `buy_from_fund` takes."""
        return {name: self.cleaned_data[name] for name in ("action", "what", "gbp")}


class DecideForm(PlainForm):
    """Agree to a purchase, or refuse it."""

    purchase = forms.IntegerField(widget=forms.HiddenInput())
    approve = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Agree: it is bought")), ("no", _("Refuse"))],
        coerce=lambda words: words == "yes",
        widget=Radios(attrs={"class": "govuk-radios--inline"}),
    )
    reason = forms.CharField(label=_("Why, where refused"), required=False, max_length=1000)


def _choose(field: forms.Field, choices: list[Any]) -> None:
    field.choices = choices  # type: ignore[attr-defined]
