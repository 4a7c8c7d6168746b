"""Filters of lists: what is typed goes into the address, so that a list can be kept and sent."""

from django import forms

from agencies.forms.base import PlainForm
from cases.urgency import LABELS
from datasharing.vocabulary import Category


class MyFamiliesFilter(PlainForm):
    """Search by any part of a name; what is due."""

    mark_optional = False

    search = forms.CharField(label="Any part of a name, or the reference", required=False, max_length=200)
    due_for = forms.ChoiceField(label="What is due", required=False, choices=[("", "Anything"), *LABELS.items()])


class ChronologyFilter(PlainForm):
    """One category, or all."""

    mark_optional = False

    category = forms.ChoiceField(label="About", required=False, choices=[("", "Everything"), *Category.choices])
