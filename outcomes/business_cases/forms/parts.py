"""The forms of a case's parts: its years and costs, an option, an outcome. Each knows its part as plain values."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agencies.forms.fields import Radios
from outcomes.budgets.forms.fields import ManyFaultsForm, PoundsField, SumsField
from outcomes.budgets.selectors.budget import PlaceChoice
from outcomes.budgets.vocabulary import partner_code, partner_words
from outcomes.business_cases.writing import THIS, USUAL, Told, options_of
from outcomes.catalogues import shipped_catalogue
from outcomes.costing.appraisal import DeadweightIs, Kind
from outcomes.settings_tables import discount_schedules, optimism_bias
from outcomes.vocabulary import BEARER_WORDS

HUNDRED = Decimal(100)
SHORT_BOX = {"class": "govuk-input--width-5", "inputmode": "decimal", "autocomplete": "off"}
PERCENT_BOX = SHORT_BOX | {"suffix": "%"}
ROW_OF_SUMS = _("One sum a year, with spaces between: 60000 40000 40000")
OWN_RATE = "own"
TIMINGS = [("year_start", _("At the start of each year")), ("year_end", _("At the end of each year"))]
KIND_HINTS: dict[str, Any] = {
    Kind.FISCAL: _("Public money that somebody no longer spends"),
    Kind.ECONOMIC: _("Earnings and output"),
    Kind.SOCIAL: _("Well-being and health, in pounds"),
}
DEADWEIGHT_HINTS: dict[str, Any] = {
    DeadweightIs.SHARE: _("So much of the impact would have come anyway: 45% × (1 − 20%)"),
    DeadweightIs.RATE: _("So many would have changed anyway: 28% − 15%"),
}


class PercentField(forms.Field):
    """A share as per cent: 35, 35% or 12.5. Gives a Decimal from 0 to 1, or None when left empty."""

    widget = forms.TextInput(attrs=PERCENT_BOX)

    def to_python(self, value: Any) -> Decimal | None:
        words = str(value or "").replace("%", "").strip()
        return _share(words) if words else None


class PercentsField(forms.CharField):
    """Shares in a row with spaces between them: 50 100 100. Gives a tuple of Decimals from 0 to 1."""

    def to_python(self, value: Any) -> Any:
        words = super().to_python(value) or ""
        return tuple(_share(one) for one in words.replace("%", " ").split())


def _share(words: str) -> Decimal:
    try:
        number = Decimal(words)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number <= HUNDRED or len(words) > 20:
        raise ValidationError(_("Enter a share from 0 to 100%, such as 35 or 12.5"), code="percent")
    return number / HUNDRED


def plain(number: Any) -> str:
    """A number as somebody would type it; nothing for none."""
    if number is None or number == "":
        return ""
    words = f"{Decimal(str(number)):f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def percent(share: Any) -> str:
    """A share as per cent, as somebody would type it."""
    return "" if share is None else plain(Decimal(str(share)) * HUNDRED)


class PartForm(ManyFaultsForm):
    """A part of a case as its latest version has it."""

    version = forms.IntegerField(widget=forms.HiddenInput(), required=False)


class FrameForm(PartForm):
    """The years of a case, how they are discounted, and what each option costs."""

    years = forms.IntegerField(
        label=_("Over how many years"),
        min_value=1,
        max_value=75,
        widget=forms.TextInput(attrs=SHORT_BOX),
    )
    base_year = forms.ChoiceField(label=_("At the prices of which financial year"))
    timing = forms.ChoiceField(label=_("When money is spent and saved"), choices=TIMINGS, widget=Radios())
    discount = forms.ChoiceField(label=_("How later years are discounted"))
    rate = PercentField(label=_("Its rate, where it is one of your own"), required=False)
    cost_optimism_bias = PercentField(
        label=_("Added to costs, because they grow"), required=False, help_text=_("Optimism bias. Nothing unless told")
    )

    def __init__(self, *args: Any, told: Told, **kwargs: Any) -> None:
        initial = _frame(told) | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        prices = shipped_catalogue()
        self.fields["base_year"].choices = [(year, year) for year in prices.deflators.index]  # type: ignore[attr-defined]
        self.fields["discount"].choices = [  # type: ignore[attr-defined]
            *((name, name.replace("_", " ").capitalize()) for name in discount_schedules()),
            (OWN_RATE, _("A rate of your own")),
        ]
        self.options = options_of(told)
        for slug, option in self.options.items():
            field = SumsField(
                label=_("What %(option)s costs") % {"option": option_words(slug, option)},
                max_length=2000,
                help_text=ROW_OF_SUMS,
            )
            field.initial = " ".join(plain(cost) for cost in option.get("costs") or [])
            self.fields[f"costs_{slug}"] = field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("discount") == OWN_RATE and given.get("rate") is None and "rate" not in self.errors:
            self.add_error("rate", _("Enter the rate, such as 3.5"))
        return given

    def facts(self) -> tuple[Told, dict[str, tuple[Decimal, ...]]]:
        """What `with_frame` takes: the facts, and each option's costs."""
        given = self.cleaned_data
        facts: Told = {name: given[name] for name in ("years", "timing", "base_year")}
        facts["discount"] = given["rate"] if given["discount"] == OWN_RATE else given["discount"]
        facts["cost_optimism_bias"] = given["cost_optimism_bias"] or Decimal(0)
        return facts, {slug: given[f"costs_{slug}"] for slug in self.options}


class NewCaseForm(FrameForm):
    """A case that begins: what it is called, its years and what it costs. Outcomes follow one by one."""

    place = forms.ChoiceField(label=_("Which place"))
    title = forms.CharField(label=_("What the case is called"), max_length=160)
    purpose = forms.CharField(
        label=_("What it is for"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("place", "title", "purpose")

    def __init__(self, *args: Any, places: Iterable[PlaceChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [(one.path, one.name) for one in places]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


class OptionForm(PartForm):
    """A further option."""

    name = forms.CharField(label=_("What the option is called"), max_length=160)
    costs = SumsField(label=_("What it costs"), max_length=2000, help_text=ROW_OF_SUMS)


class OutcomeForm(PartForm):
    """One outcome of an option: how many people, how much of it is due to the help, and what it is worth."""

    name = forms.CharField(label=_("What changes"), max_length=160, help_text=_("For example, fewer evictions"))
    population = forms.DecimalField(
        label=_("How many people or families"),
        min_value=0,
        max_digits=12,
        decimal_places=3,
        widget=forms.TextInput(attrs=SHORT_BOX),
    )
    affected = PercentField(label=_("Of them, how many have the problem"))
    engaged = PercentField(label=_("Of those, how many take up the help"))
    impact = PercentField(label=_("Of those, for how many it changes"))
    deadweight = PercentField(label=_("What would have changed anyway"))
    deadweight_is = forms.ChoiceField(
        label=_("That is"), choices=[("share", _("a share of the change")), ("rate", _("a rate of its own"))],
        widget=Radios(hints=DEADWEIGHT_HINTS),
    )  # fmt: skip
    attributed_elsewhere = PercentField(label=_("What is owed to others' work"), required=False)
    unit_value = PoundsField(label=_("What one is worth"))
    price_year = forms.ChoiceField(label=_("At the prices of which financial year"), required=False)
    kind = forms.ChoiceField(
        label=_("What kind of worth"), choices=[(one.value, one.value.capitalize()) for one in Kind],
        widget=Radios(hints=KIND_HINTS),
    )  # fmt: skip
    bearer = forms.CharField(
        label=_("Who saves it, where it is public money"), required=False, max_length=60,
        help_text=", ".join(BEARER_WORDS.values()),
    )  # fmt: skip
    cashable = PercentField(label=_("How much of it can be had as cash"), required=False)
    grade = forms.ChoiceField(label=_("How good the evidence is"), required=False)
    bias = PercentField(label=_("Or taken off for optimism"), required=False)
    phase = PercentsField(
        label=_("How much of it is there in each year"), required=False, max_length=2000,
        help_text=_("One share a year, with spaces between: 50 100 100. All of it from the first year unless told"),
    )  # fmt: skip

    def __init__(self, *args: Any, outcome: Told, **kwargs: Any) -> None:
        initial = _outcome(outcome) | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        self.held = outcome
        years = shipped_catalogue().deflators.index
        self.fields["price_year"].choices = [("", _("The case's own")), *((year, year) for year in years)]  # type: ignore[attr-defined]
        grades = optimism_bias()
        self.fields["grade"].choices = [  # type: ignore[attr-defined]
            ("", _("Not graded")),
            *(
                (str(grade), _("%(grade)s: %(share)s%% off for optimism") % {"grade": grade, "share": percent(share)})
                for grade, share in grades.items()
            ),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("grade") and given.get("bias") is not None:
            self.add_error("bias", _("Give the grade of the evidence or what is taken off, not both"))
        return given

    def outcome(self) -> Told:
        """The outcome as the case holds it; what this form does not ask for stays."""
        given = dict(self.cleaned_data)
        grade, bias, _ = given.pop("grade"), given.pop("bias"), given.pop("version")
        told = {
            **self.held,
            **given,
            "bearer": partner_code(given["bearer"]),
            "price_year": given["price_year"] or None,
        }
        told |= {name: given[name] or Decimal(0) for name in ("attributed_elsewhere", "cashable")}
        told |= {"evidence_grade": int(grade)} if grade else {"optimism_bias": bias or Decimal(0)}
        told.pop("optimism_bias" if grade else "evidence_grade", None)
        told["phase"] = list(given["phase"])
        if not told["phase"]:
            del told["phase"]
        return told


def option_words(slug: str, option: Told) -> str:
    """An option within a sentence."""
    return str({THIS: _("this case"), USUAL: _("business as usual")}.get(slug, option.get("name", slug)))


def _frame(told: Told) -> Told:
    discount = told.get("discount")
    named = isinstance(discount, str)
    return {
        "years": plain(told.get("years")),
        "base_year": told.get("base_year"),
        "timing": told.get("timing"),
        "discount": discount if named else OWN_RATE,
        "rate": "" if named else percent(discount),
        "cost_optimism_bias": percent(told.get("cost_optimism_bias")),
    }


def _outcome(told: Told) -> Told:
    shares = ("affected", "engaged", "impact", "deadweight", "attributed_elsewhere", "cashable")
    return {
        **{name: told.get(name) for name in ("name", "deadweight_is", "kind", "price_year")},
        **{name: percent(told.get(name)) for name in shares},
        "population": plain(told.get("population")),
        "unit_value": plain(told.get("unit_value")),
        "bearer": partner_words(str(told.get("bearer") or "")),
        "grade": plain(told.get("evidence_grade")),
        "bias": percent(told.get("optimism_bias")),
        "phase": " ".join(percent(share) for share in told.get("phase") or []),
    }
