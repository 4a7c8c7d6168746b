"""The front door's steps: filter the inbox, match, record the basis, ask partners."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, Radios
from cases.intake.due import PROTECTION
from cases.intake.operations.confirm_match import NEW
from cases.intake.selectors.candidates import CandidateSeen, MatchSheet, PersonToMatch
from cases.vocabulary import AskingBasis, Band, ReferralState, Urgency

LONGEST = 20_000
NONE = "none"
"""The choice of a form: somebody new, and none of those suggested."""


class InboxFilter(PlainForm):
    """Urgency and step; the answers go into the address."""

    mark_optional = False

    urgency = forms.ChoiceField(
        label=gettext_lazy("Urgency"), required=False, choices=[("", gettext_lazy("Any")), *Urgency.choices]
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Step"),
        required=False,
        choices=[
            ("", gettext_lazy("Any")),
            (ReferralState.RECEIVED, gettext_lazy("To be matched")),
            (ReferralState.MATCHED, gettext_lazy("To be asked about or decided")),
            (PROTECTION, gettext_lazy("Stepped up to protection")),
        ],
    )


class MatchForm(PlainForm):
    """For each person: somebody known, or new; whom they are not; and which family this is."""

    def __init__(self, *args: Any, sheet: MatchSheet, **kwargs: Any) -> None:
        self.sheet = sheet
        super().__init__(*args, **kwargs)
        for person in sheet.people:
            self._ask_who(person)
        seen = [f"{one.said.position}:{known.subject}" for one in sheet.people for known in one.candidates]
        self.fields["seen"] = forms.CharField(required=False, initial=" ".join(seen), widget=forms.HiddenInput())
        if sheet.families or sheet.at_home:
            self._ask_family(sheet)
        if len(sheet.places) > 1:
            self.fields["place"] = forms.ChoiceField(
                label=gettext("Where does a new family live?"), choices=sheet.places, required=False
            )

    def _ask_who(self, person: PersonToMatch) -> None:
        position = person.said.position
        known = [(str(one.subject), _known_words(one)) for one in person.candidates]
        hints = {str(one.subject): ", ".join(one.reasons) for one in person.candidates}
        sure = person.candidates and person.band == Band.LINK
        nobody = [(NONE, gettext("Somebody new, and certainly none of these"))] if known else []
        self.fields[f"person_{position}"] = forms.ChoiceField(
            label=gettext("%(known_as)s is") % {"known_as": person.said.known_as},
            help_text=_said_words(person),
            choices=[*known, (NEW, gettext("Somebody new")), *nobody],
            widget=Radios(hints=hints | {NONE: gettext("Remembered, and not suggested again")}),
            initial=known[0][0] if sure else (NEW if not known else None),
        )

    def _ask_family(self, sheet: MatchSheet) -> None:
        """One of those that people of the referral belong to; else one known where they live, which has to be said."""
        choices = [(family.reference, capfirst(family.name.value or family.reference)) for family in sheet.families]
        hints = {
            reference: f"{_named(one)}: {', '.join(one.reasons)}" for one in sheet.at_home for reference in one.families
        }
        homes = [one for one in sheet.at_home if not one.families]
        choices += [(str(one.subject), gettext("The family of %(one)s") % {"one": _named(one)}) for one in homes]
        hints |= {
            str(one.subject): gettext("Known from records alone: %(reasons)s") % {"reasons": ", ".join(one.reasons)}
            for one in homes
        }
        self.fields["family"] = forms.ChoiceField(
            label=gettext("Which family is this?"),
            choices=[*choices, (NEW, gettext("A family of their own"))],
            widget=Radios(hints=hints),
            required=bool(sheet.at_home),
            initial=choices[0][0] if len(choices) == 1 and not sheet.at_home else None,
            help_text=gettext("Nobody named is known, but their name is, where they live")
            if sheet.at_home
            else gettext("Needed only where people are known"),
            error_messages={"required": gettext("Choose which family this is, or a family of their own")},
        )

    def facts(self) -> dict[str, Any]:
        """What `confirm_match` takes."""
        given = self.cleaned_data
        said = {person: given[f"person_{person.said.position}"] for person in self.sheet.people}
        return {
            "choices": {person.said.position: NEW if word == NONE else word for person, word in said.items()},
            "rejected": [
                (person.said.position, str(one.subject))
                for person, word in said.items()
                if word == NONE
                for one in person.candidates
            ],
            "family": self._family(),
            "place": given.get("place") or "",
            "seen": self._seen(),
        }

    def _seen(self) -> set[tuple[int, str]]:
        """Who was suggested when the page was drawn."""
        pairs = (word.partition(":") for word in self.cleaned_data["seen"].split())
        return {(int(position), subject) for position, _, subject in pairs if position.isascii() and position.isdigit()}

    def _family(self) -> str:
        """The family chosen; where everybody is new, none but one that is known where they live."""
        anybody = bool(self.sheet.at_home) or any(
            self.cleaned_data[f"person_{person.said.position}"] not in (NEW, NONE) for person in self.sheet.people
        )
        return str(self.cleaned_data.get("family") or "") if anybody else ""


def _known_words(one: CandidateSeen) -> str:
    """A candidate in a line: "Ruth Orme, born 4 March 1990: perhaps the same person"."""
    return f"{_named(one)}: {Band(one.band).label.lower()}"


def _named(one: CandidateSeen) -> str:
    """Somebody known, with their date of birth."""
    born = one.date_of_birth.value
    return (
        gettext("%(one)s, born %(born)s") % {"one": one.name.value, "born": date_format(born, "j F Y")}
        if born
        else f"{one.name.value}"
    )


def _said_words(person: PersonToMatch) -> str:
    """What the referral says of somebody beside the name."""
    said = person.said
    born = (
        gettext("born %(date_of_birth)s") % {"date_of_birth": date_format(said.date_of_birth.value, "j F Y")}
        if said.date_of_birth.value
        else ""
    )
    number = (
        gettext("NHS number %(nhs_number)s") % {"nhs_number": said.nhs_number.value} if said.nhs_number.value else ""
    )
    words = ", ".join(part for part in (born, said.address.value, number) if part)
    return gettext("In the referral: %(words)s") % {"words": words} if words else ""


class BasisForm(PlainForm):
    """On what basis partners may be asked."""

    basis = forms.ChoiceField(
        label=gettext_lazy("May partners be asked?"),
        choices=AskingBasis.choices,
        widget=Radios(
            hints={
                AskingBasis.AGREED: gettext_lazy("Say who and when, if the referral does not"),
                AskingBasis.SIGNIFICANT_HARM: gettext_lazy("A child may be at risk: step up to protection first"),
            }
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Needed unless the referral says that the family agreed"),
    )  # fmt: skip
    manager = forms.CharField(
        label=gettext_lazy("Manager who was told"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Needed where the family did not agree"),
    )


class AskForm(PlainForm):
    """Which partners, about whom, and what."""

    agencies = forms.MultipleChoiceField(label=gettext_lazy("Which partners?"), widget=Checkboxes())
    about = forms.MultipleChoiceField(
        label=gettext_lazy("About whom?"),
        widget=Checkboxes(),
        help_text=gettext_lazy("They learn of nobody else on this referral"),
    )
    question = forms.CharField(
        label=gettext_lazy("What do you need to know?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Every partner sees this. Do not write what one partner told you."),
    )  # fmt: skip
    urgency = forms.ChoiceField(label=gettext_lazy("How soon?"), widget=Radios(attrs={"class": "govuk-radios--small"}))

    def __init__(
        self,
        *args: Any,
        agencies: Iterable[tuple[str, str]],
        people: Iterable[tuple[str, str]],
        urgencies: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = list(agencies)  # type: ignore[attr-defined]
        self.fields["about"].choices = list(people)  # type: ignore[attr-defined]
        self.fields["urgency"].choices = list(urgencies)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What `request_information` takes."""
        given = self.cleaned_data
        return {
            "agencies": given["agencies"],
            "about": [int(position) for position in given["about"]],
            "question": given["question"],
            "urgency": given["urgency"],
        }
