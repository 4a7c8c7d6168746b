"""Forms about posts: choosing the one to act in, giving one, ending one, and its tokens."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agencies.forms.base import PlainForm
from agencies.forms.fields import DateField, Radios
from agencies.selectors.posts import PostSheet
from agencies.vocabulary import Role

Choices = Sequence[tuple[str, str]]


class ChoosePostForm(PlainForm):
    """One of the posts that somebody holds today."""

    post = forms.TypedChoiceField(label=_("Which post do you act in?"), coerce=int, widget=Radios())
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, posts: Sequence[PostSheet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [  # type: ignore[attr-defined]
            (post.id, f"{post.title}, {post.agency_name}, {post.place_name}") for post in posts
        ]


class GivePostForm(PlainForm):
    """A post for a practitioner."""

    agency = forms.ChoiceField(label=_("Agency"))
    role = forms.ChoiceField(label=_("Role"), choices=[("", ""), *Role.choices])
    place = forms.ChoiceField(label=_("Place"), help_text=_("They reach families of this place and its parts."))
    title = forms.CharField(label=_("Title of the post"), max_length=120)
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"), required=False)
    capacity = forms.IntegerField(
        label=_("Families this post can carry"),
        initial=10,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, agencies: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", ""), *agencies]  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", ""), *places]  # type: ignore[attr-defined]


class LastDayForm(PlainForm):
    """The last day of a post, or of a post on a team."""

    ends_on = DateField(label=_("Last day"))


class TokenForm(PlainForm):
    """A token for a partner's system."""

    label = forms.CharField(label=_("Name of the system"), max_length=120)
    ends_on = DateField(
        label=_("Last day of the token"), earliest=timezone.localdate, help_text=_("A year from now at most.")
    )
