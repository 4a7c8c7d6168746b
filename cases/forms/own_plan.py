"""Forms of the family's own copy: the language of a link, and what the family says."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import Radios

LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]


class LinkForm(PlainForm):
    """A private link: in which language its page speaks."""

    language = forms.ChoiceField(
        label=_("The language of the page"), choices=LANGUAGES, initial="en-gb", widget=Radios()
    )


class CommentForm(PlainForm):
    """What the family says of its plan."""

    words = forms.CharField(
        label=_("Anything you want to say about this plan"),
        help_text=_("Your key worker reads it. For something urgent, ring them."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what you want to say")},
    )
