"""Forms of safety and consent: a member's yes or no, a judgement, responsibility, a restriction, an emergency."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.forms.base import PlainForm
from agencies.forms.fields import Checkboxes, Radios
from cases.forms import choices
from cases.selectors.safety import PostChoice, SafetySheet
from datasharing.vocabulary import Category, ConsentBy, HowHeld, RestrictionKind

YES_NO = [("yes", gettext_lazy("They agree")), ("no", gettext_lazy("They do not agree"))]
CATEGORIES = [(one.value, str(one.label)) for one in Category]


class AboutForm(PlainForm):
    """A form about one member of the family."""

    subject = forms.ChoiceField(label=gettext_lazy("Whom it is about"), widget=Radios())

    def __init__(self, *args: Any, sheet: SafetySheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = choices.people(sheet.members)
        self.fields["subject"].choices = self.people  # type: ignore[attr-defined]


class ConsentForm(AboutForm):
    """A member's yes or no."""

    categories = forms.MultipleChoiceField(
        label=gettext_lazy("What may be shared"), choices=CATEGORIES, widget=Checkboxes()
    )
    agrees = forms.ChoiceField(label=gettext_lazy("What they said"), choices=YES_NO, widget=Radios())
    by = forms.ChoiceField(label=gettext_lazy("Who decided"), choices=ConsentBy.choices, widget=Radios())
    by_subject = forms.ChoiceField(
        label=gettext_lazy("Which parent, if a parent decided"),
        required=False,
        help_text=gettext_lazy("One who holds parental responsibility."),
    )
    words = forms.CharField(
        label=gettext_lazy("In their own words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, sheet: SafetySheet, **kwargs: Any) -> None:
        super().__init__(*args, sheet=sheet, **kwargs)
        self.fields["by_subject"].choices = [("", _("Nobody")), *self.people]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The operation's keyword arguments."""
        given = self.cleaned_data
        return {
            "subject": UUID(given["subject"]),
            "categories": given["categories"],
            "agrees": given["agrees"] == "yes",
            "by": given["by"],
            "by_subject": UUID(given["by_subject"]) if given["by_subject"] else None,
            "words": given["words"],
        }


class JudgeForm(AboutForm):
    """Whether a child can decide something, or somebody over sixteen cannot."""

    matter = forms.ChoiceField(label=gettext_lazy("What they would decide about"), choices=CATEGORIES)
    is_able = forms.ChoiceField(
        label=gettext_lazy("What you think"),
        choices=[("yes", gettext_lazy("They can decide this")), ("no", gettext_lazy("They cannot"))],
        widget=Radios(),
    )
    reasons = forms.CharField(
        label=gettext_lazy("How you came to it"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )

    def facts(self) -> dict[str, Any]:
        """The operation's keyword arguments."""
        given = self.cleaned_data
        return given | {"subject": UUID(given["subject"]), "is_able": given["is_able"] == "yes"}


class ResponsibilityForm(AboutForm):
    """Who holds parental responsibility for a child."""

    holder = forms.ChoiceField(label=gettext_lazy("Who holds parental responsibility"), widget=Radios())
    how = forms.ChoiceField(label=gettext_lazy("How they hold it"), choices=HowHeld.choices, widget=Radios())
    limited_by = forms.CharField(
        label=gettext_lazy("The order that limits or removes it"), required=False, max_length=400
    )
    is_risk = forms.BooleanField(label=gettext_lazy("They are recorded as a risk to the child"), required=False)

    def __init__(self, *args: Any, sheet: SafetySheet, **kwargs: Any) -> None:
        super().__init__(*args, sheet=sheet, **kwargs)
        self.fields["subject"].label = _("Which child")
        self.fields["holder"].choices = self.people  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The operation's keyword arguments."""
        given = self.cleaned_data
        return given | {"subject": UUID(given["subject"]), "holder": UUID(given["holder"])}


class RestrictForm(AboutForm):
    """Close what is about one member to whoever is not named."""

    kind = forms.ChoiceField(label=gettext_lazy("How far"), choices=RestrictionKind.choices, widget=Radios())
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("What is closed"),
        help_text=gettext_lazy("A seal on who they are closes everything about them."),
        choices=CATEGORIES,
        widget=Checkboxes(),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Only those you name can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    named = forms.MultipleChoiceField(label=gettext_lazy("Who goes on seeing it"), required=False, widget=Checkboxes())
    custodians = forms.MultipleChoiceField(
        label=gettext_lazy("Custodians"),
        required=False,
        help_text=gettext_lazy("A seal has two, who can open it."),
        widget=Checkboxes(),
    )

    def __init__(self, *args: Any, sheet: SafetySheet, **kwargs: Any) -> None:
        super().__init__(*args, sheet=sheet, **kwargs)
        for name in ("named", "custodians"):
            self.fields[name].choices = [(str(post.id), post.words) for post in sheet.posts]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The operation's keyword arguments."""
        given = self.cleaned_data
        posts = {name: [int(post) for post in given[name]] for name in ("named", "custodians")}
        return given | posts | {"subject": UUID(given["subject"])}


class OpenSealForm(PlainForm):
    """To whom a custodian opens a seal."""

    post = forms.ChoiceField(
        label=gettext_lazy("Who may see it"), help_text=gettext_lazy("For 12 hours, and nobody else."), widget=Radios()
    )

    def __init__(self, *args: Any, posts: tuple[PostChoice, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [(str(one.id), one.words) for one in posts]  # type: ignore[attr-defined]


class InstructionForm(PlainForm):
    """What everybody must do before they act."""

    words = forms.CharField(
        label=gettext_lazy("What everybody must do"),
        help_text=gettext_lazy(
            "For example: ring duty before any visit. Everybody who works here reads it: give no reason."
        ),
        max_length=200,
    )
    keeps_apart = forms.BooleanField(
        label=gettext_lazy("No two adults of the family are to be invited together"), required=False
    )


class AccessForm(PlainForm):
    """Asking to see more of a family."""

    categories = forms.MultipleChoiceField(
        label=gettext_lazy("What you need to see"), choices=CATEGORIES, widget=Checkboxes()
    )
    reason = forms.CharField(
        label=gettext_lazy("What you need it for"),
        help_text=gettext_lazy("20 letters or more."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    days = forms.IntegerField(label=gettext_lazy("For how many days"), min_value=1, max_value=183, initial=28)


class EmergencyForm(PlainForm):
    """Emergency access: which family, what is needed and why."""

    reference = forms.CharField(label=gettext_lazy("The family’s reference"), max_length=12)
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("What you need to see"), choices=CATEGORIES, widget=Checkboxes()
    )
    reason = forms.CharField(
        label=gettext_lazy("Why you need it now"),
        help_text=gettext_lazy("20 letters or more."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
