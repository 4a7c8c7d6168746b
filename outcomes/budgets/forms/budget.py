"""The forms of budgets and the family fund."""

from typing import Any

from django import forms
from django.utils import timezone

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
    "shadow": "Shown only: every partner keeps and spends its own money",
    "aligned": "Each keeps its own money, and they pay by the same plan",
    "pooled": "One purse: it needs a host, an accountable body and a legal power",
}
FOOTINGS = [(one.value, one.value.capitalize()) for one in Footing]


def years() -> list[tuple[int, str]]:
    """Last year, this one and the two after it."""
    now = financial_year(timezone.localdate())
    return [(year, year_words(year)) for year in range(now - 1, now + 3)]


class BudgetForm(PlainForm):
    """The head of a budget."""

    place = forms.ChoiceField(label="Which place")
    year = forms.TypedChoiceField(label="Financial year", coerce=int)
    name = forms.CharField(label="What it is called", max_length=160)
    footing = forms.ChoiceField(label="How the money is held", choices=FOOTINGS, widget=Radios(hints=FOOTING_HINTS))
    host = forms.CharField(label="Host, where pooled", required=False, max_length=200)
    accountable_body = forms.CharField(label="Accountable body, where pooled", required=False, max_length=200)
    legal_power = forms.CharField(
        label="Legal power, where pooled",
        required=False,
        max_length=200,
        help_text="For example, section 75 of the NHS Act 2006",
    )
    accountable_officer = forms.TypedChoiceField(label="Accountable officer", coerce=int)
    fund_limit = PoundsField(
        label="Family fund: the most for one purchase without asking",
        required=False,
        help_text="Leave empty where there is no family fund",
    )
    fund_approver = forms.TypedChoiceField(
        label="Family fund: who approves beyond that", required=False, coerce=int, empty_value=None
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
        _choose(self.fields["fund_approver"], [("", "Nobody"), *((one.id, one.words) for one in approvers)])


class LineForm(PlainForm):
    """One partner's line."""

    partner = forms.CharField(
        label="Which partner gives it", max_length=60, help_text="For example Council, Police, Health, or a name"
    )
    kind = forms.ChoiceField(
        label="What it is made of", choices=[(one.value, kind_words(one)) for one in BudgetKind], widget=Radios()
    )
    words = forms.CharField(label="What it is for", max_length=200)
    planned = PoundsField(label="Planned for the year")
    is_fund = forms.BooleanField(label="This is the family fund", required=False)
    is_shared = forms.BooleanField(label="A fixed cost, shared evenly among the families supported", required=False)


class SumForm(PlainForm):
    """A sum promised or paid."""

    line = forms.TypedChoiceField(label="Which line", coerce=int)
    kind = forms.ChoiceField(
        label="Promised or paid",
        choices=EntryIs.choices,
        widget=Radios(hints={"paid": "Or, in kind, given"}),
    )
    gbp = PoundsField(label="The sum")
    falls_on = DateField(label="The day", help_text="For example, 27 5 2026")
    words = forms.CharField(label="What it is for", max_length=200)
    settles = forms.TypedChoiceField(
        label="The promise that this payment stands for", required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, sheet: BudgetSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = [line for line in sheet.own_lines if not line.is_fund]
        _choose(self.fields["line"], [(line.id, f"{line.words} ({line.partner_words})") for line in lines])
        open_promises = [one for one in sheet.entries if not one.is_paid and not one.settled]
        told = [(one.id, f"{one.line_words}: £{one.gbp:,}, {one.words}") for one in open_promises]
        _choose(self.fields["settles"], [("", "None"), *told])


class BuyForm(PlainForm):
    """What is bought, and for which action: an item by its button, or something else with its price."""

    mark_optional = False

    action = forms.TypedChoiceField(label="For which action of the plan", coerce=int, widget=Radios())
    what = forms.CharField(label="What is bought", required=False, max_length=200)
    gbp = PoundsField(label="Its price", required=False)

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
                self.add_error("what", "Enter what is bought, or press one of the things bought often")
            if given.get("gbp") is None and "gbp" not in self.errors:
                self.add_error("gbp", "Enter its price")
        return given

    def facts(self) -> dict[str, Any]:
        """What `buy_from_fund` takes."""
        return {name: self.cleaned_data[name] for name in ("action", "what", "gbp")}


class DecideForm(PlainForm):
    """Agree to a purchase, or refuse it."""

    purchase = forms.IntegerField(widget=forms.HiddenInput())
    approve = forms.TypedChoiceField(
        label="Decision",
        choices=[("yes", "Agree: it is bought"), ("no", "Refuse")],
        coerce=lambda words: words == "yes",
        widget=Radios(attrs={"class": "govuk-radios--inline"}),
    )
    reason = forms.CharField(label="Why, where refused", required=False, max_length=1000)


def _choose(field: forms.Field, choices: list[Any]) -> None:
    field.choices = choices  # type: ignore[attr-defined]
