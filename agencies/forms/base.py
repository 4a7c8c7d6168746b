"""The base of every form: plain errors, and a refused operation becomes an error beside what was typed."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django import forms

from agencies.forms.wording import ask_by_name
from agencies.refusals import NotAllowed, Refused

P = ParamSpec("P")
R = TypeVar("R")


class PlainForm(forms.Form):
    """A Django form whose errors say what to do ("Enter the reason") and that can attempt an operation.

    `mark_optional` says whether labels of optional fields end in "(optional)"; a filter form sets it to False.
    """

    use_required_attribute = False
    mark_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_by_name(self.fields)

    def refuse(self, refusal: Refused) -> None:
        """Add what an operation refused to the field it names, else to the head of the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.words)

    def attempt(self, operation: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Run the operation; what it refuses becomes an error of this form and None is returned.

        `NotAllowed` is not for the form: it goes up, and the page answers 403. An operation tried here returns
        something that is not None.
        """
        try:
            return operation(*args, **kwargs)
        except NotAllowed:
            raise
        except Refused as refusal:
            self.refuse(refusal)
            return None
