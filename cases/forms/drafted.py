"""Forms that can be left and gone on with: put back as they were left, without being judged."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, QueryDict

from agencies.forms.base import PlainForm

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "keep", "more", "discard"})
"""What a form sends that nobody typed."""


class DraftedForm(PlainForm):
    """A form that is kept as it is typed; it has a number of its own, so that pressed twice it is taken once."""

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission": uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


def typed_in(request: HttpRequest) -> dict[str, list[str]]:
    """What was typed in the form that was sent."""
    return {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}


def submission_in(request: HttpRequest) -> UUID | None:
    """The form's own number, where it was sent with one."""
    try:
        return UUID(request.POST.get("submission", ""))
    except ValueError:
        return None


def as_sent(typed: Mapping[str, list[str]]) -> QueryDict:
    """A draft as a browser would send it."""
    sent = QueryDict(mutable=True)
    for name, values in typed.items():
        sent.setlist(name, values)
    return sent


def put_back(form: forms.BaseForm, typed: QueryDict) -> None:
    """Fill a form that was not sent with what had been typed in it."""
    form.initial.update(as_typed(form, typed))


def as_typed(form: forms.BaseForm, typed: QueryDict) -> dict[str, Any]:
    """What was typed in each field, as the field shows it."""
    return {
        name: field.widget.value_from_datadict(typed, {}, form.add_prefix(name)) for name, field in form.fields.items()
    }
