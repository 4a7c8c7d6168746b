"""The people of a referral: a set of forms in which another can be added or taken out without losing what was typed."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField, Radios
from agencies.forms.wording import in_their_language
from cases.intake.report import EARLIEST_BIRTH, MOST_PEOPLE
from cases.vocabulary import Role, Sex

PREFIX = "people"
COUNT = f"{PREFIX}-TOTAL_FORMS"
NARROW = {"class": "govuk-input--width-10"}


class PersonForm(PlainForm):
    """One person. `quiet` keeps what was typed and says nothing of it yet: somebody is still being added."""

    quiet = False
    mark_optional = False

    given_name = forms.CharField(label=_("First name"), max_length=200, required=False)
    family_name = forms.CharField(label=_("Last name"), max_length=200, required=False)
    date_of_birth = DateField(
        label=_("Date of birth"),
        required=False,
        earliest=EARLIEST_BIRTH,
        latest=timezone.localdate,
        help_text=_("If you know it. For example, 27 3 2014"),
    )
    role = forms.ChoiceField(
        label=_("In the family"), choices=[("", _("Not known")), *in_their_language(Role.choices)], required=False
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=in_their_language(Sex.choices),
        required=False,
        widget=Radios(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
    )
    nhs_number = forms.CharField(
        label=_("NHS number"),
        max_length=20,
        required=False,
        help_text=_("If you know it"),
        widget=forms.TextInput(NARROW),
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False, widget=forms.TextInput(NARROW))
    telephone = forms.CharField(label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(NARROW))

    def full_clean(self) -> None:
        if self.quiet:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if any(given.values()) and not given.get("given_name") and not given.get("family_name"):
            self.add_error("given_name", _("Enter a first name or a last name"))
        return given

    def facts(self) -> dict[str, Any] | None:
        """What was said of this person, as a report takes it; None where nothing was."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return given or None


class FamilyPersonForm(PersonForm):
    """The same, in the words of somebody who asks for help; one address for the whole family is asked elsewhere."""

    field_order = ["given_name", "family_name", "date_of_birth", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sex", "nhs_number", "address", "postcode", "telephone"):
            del self.fields[name]
        self.fields["role"].label = _("Who they are")


class People(forms.BaseFormSet):  # type: ignore[type-arg]
    """The set. At least one person must be named."""

    quiet = False

    def clean(self) -> None:
        if self.quiet or any(self.errors):
            return
        if not any(form.facts() for form in self.forms):
            raise forms.ValidationError(gettext("Add the name of at least one person: a child or a parent."))

    def facts(self) -> list[dict[str, Any]]:
        """Everybody who was named."""
        return [facts for form in self.forms if (facts := form.facts())]

    def hush(self) -> "People":
        """Say nothing yet of what was typed."""
        self.quiet = True
        for form in self.forms:
            form.quiet = True
        return self


def people_set(form: type[PersonForm], data: Mapping[str, Any] | None, *, start: int = 1) -> People:
    """The set as typed, or a new one with room for `start` people."""
    made = forms.formset_factory(form, formset=People, extra=start, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE + 10)
    return cast(People, made(data=data, prefix=PREFIX))


def with_another(data: QueryDict) -> QueryDict:
    """What was typed, with room for one more person."""
    more = data.copy()
    more[COUNT] = str(min(_count(data) + 1, MOST_PEOPLE))
    return more


def without(data: QueryDict, number: int) -> QueryDict:
    """What was typed, less one person (from 0)."""
    count = _count(data)
    if not 0 <= number < count or count == 1:
        return data.copy()
    less = QueryDict(mutable=True)
    for name, values in data.lists():
        prefix, _, rest = name.partition("-")
        place, _, field = rest.partition("-")
        if prefix == PREFIX and place.isdigit():
            here = int(place)
            if here == number:
                continue
            name = f"{PREFIX}-{here - (here > number)}-{field}"
        less.setlist(name, values)
    less[COUNT] = str(count - 1)
    return less


def _count(data: QueryDict) -> int:
    typed = data.get(COUNT, "1")
    return min(int(typed), MOST_PEOPLE) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1
