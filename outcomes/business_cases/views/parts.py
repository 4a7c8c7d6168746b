"""The pages that change a case part by part: its years and costs, an option, an outcome. Each saves a version."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from agencies.refusals import NotAllowed
from outcomes.budgets.selectors.budget import places_to_choose
from outcomes.budgets.views.room import READ_OR_SEND, actor_of, room_page
from outcomes.business_cases.forms.parts import (
    FrameForm,
    NewCaseForm,
    OptionForm,
    OutcomeForm,
    PartForm,
    option_words,
)
from outcomes.business_cases.operations.save_business_case import save_business_case
from outcomes.business_cases.reading import EXAMPLE, decode
from outcomes.business_cases.selectors.business_case import BusinessCaseSheet, business_case
from outcomes.business_cases.writing import (
    Told,
    options_of,
    outcome_of,
    with_frame,
    with_option,
    with_outcome,
    without_option,
    without_outcome,
    written,
)

NOT_YOURS = _("Business cases are written by commissioners and claims officers.")
PAGE = "outcomes/money/business_case_part.html"


@require_http_methods(READ_OR_SEND)
def new_case_page(request: HttpRequest) -> HttpResponse:
    """A case that begins; it is worked out at once, and outcomes are added to it one by one."""
    actor = actor_of(request)
    begun = {
        "business_as_usual": {},
        **{key: decode(EXAMPLE)[key] for key in ("years", "timing", "discount", "base_year")},
    }
    form = NewCaseForm(request.POST or None, told=begun, places=places_to_choose(actor))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        told = written(with_frame({}, *form.facts()))
        made = form.attempt(
            save_business_case, actor, told=told, title=given["title"], purpose=given["purpose"], place=given["place"]
        )
        if made is not None:
            messages.success(request, _("The case is begun. Say now what changes by it, outcome by outcome."))
            return redirect("outcomes:business_case", made)
    return room_page(request, PAGE, form=form, sheet=None, heading=_("Write a business case"))


@require_http_methods(READ_OR_SEND)
def case_frame_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Years, prices, discount, and what each option costs."""
    sheet, told = _held(request, reference)
    form = FrameForm(request.POST or None, told=told, initial={"version": sheet.number})
    return _changed(request, sheet, form, lambda: with_frame(told, *form.facts()), heading=_("Years, prices and costs"))


@require_http_methods(READ_OR_SEND)
def new_option_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A further option."""
    sheet, told = _held(request, reference)
    form = OptionForm(request.POST or None, initial={"version": sheet.number})
    return _changed(
        request, sheet, form,
        lambda: with_option(told, form.cleaned_data["name"], form.cleaned_data["costs"]), heading=_("Add an option"),
    )  # fmt: skip


@require_http_methods(READ_OR_SEND)
def remove_option_page(request: HttpRequest, reference: str, option: str) -> HttpResponse:
    """Take an option out."""
    sheet, told = _held(request, reference)
    less = _found(without_option, told, option)
    form = PartForm(request.POST or None, initial={"version": sheet.number})
    words = option_words(option, options_of(told)[option])
    return _changed(
        request,
        sheet,
        form,
        lambda: less,
        heading=_("Take “%(words)s” out of the case") % {"words": words},
        removes=True,
    )


@require_http_methods(READ_OR_SEND)
def outcome_page(request: HttpRequest, reference: str, option: str, number: int | None = None) -> HttpResponse:
    """One outcome of an option, new or as it is."""
    sheet, told = _held(request, reference)
    one = _found(options_of(told).__getitem__, option)
    outcome = _found(outcome_of, told, option, number) if number else {"deadweight_is": "share", "kind": "fiscal"}
    form = OutcomeForm(request.POST or None, outcome=outcome, initial={"version": sheet.number})
    words = _("Change an outcome of %(option)s") if number else _("Add an outcome of %(option)s")
    heading = words % {"option": option_words(option, one)}
    return _changed(request, sheet, form, lambda: with_outcome(told, option, form.outcome(), number), heading=heading)


@require_http_methods(READ_OR_SEND)
def remove_outcome_page(request: HttpRequest, reference: str, option: str, number: int) -> HttpResponse:
    """Take an outcome out."""
    sheet, told = _held(request, reference)
    less = _found(without_outcome, told, option, number)
    form = PartForm(request.POST or None, initial={"version": sheet.number})
    words = outcome_of(told, option, number).get("name", number)
    return _changed(
        request,
        sheet,
        form,
        lambda: less,
        heading=_("Take “%(words)s” out of the case") % {"words": words},
        removes=True,
    )


def _held(request: HttpRequest, reference: str) -> tuple[BusinessCaseSheet, Told]:
    """The latest version, to be changed."""
    sheet = business_case(actor_of(request), reference)
    if not sheet.may_write:
        raise NotAllowed(str(NOT_YOURS))
    return sheet, decode(sheet.told)


def _found(look: Callable[..., Any], *where: Any) -> Any:
    """What is there; the page answers 404 where there is nothing."""
    try:
        return look(*where)
    except LookupError as error:
        raise Http404 from error


def _changed(
    request: HttpRequest, sheet: BusinessCaseSheet, form: PartForm, change: Callable[[], Told], **context: Any
) -> HttpResponse:
    """The form; once it is sent and sound, the case with the change is saved as a further version."""
    if request.method == "POST" and form.is_valid():
        saved = form.attempt(
            save_business_case, actor_of(request), reference=sheet.reference, title=sheet.title, purpose=sheet.purpose,
            told=written(change()), after=form.cleaned_data["version"],
        )  # fmt: skip
        if saved is not None:
            messages.success(request, _("The version is worked out and saved. Somebody else approves it."))
            return redirect("outcomes:business_case", saved)
    return room_page(request, PAGE, form=form, sheet=sheet, **context)
