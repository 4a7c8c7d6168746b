"""Refer: the professionals' form, the family's form, and what the sender is told afterwards."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agencies.actor import Actor
from agencies.refusals import Refused
from cases.intake.forms.people import FamilyPersonForm, People, PersonForm, people_set, with_another, without
from cases.intake.forms.refer import AskForHelpForm, FrontDoorForm, ReferForm
from cases.intake.operations.submit_referral import Submitted, submit_referral
from cases.intake.report import read_report
from cases.intake.selectors.sent import sent_sheet
from cases.intake.selectors.teams import front_doors
from cases.views.page import UNUSABLE

ASKED_KEY = "asked_for_help"
HOUR = 60 * 60
TOO_MANY = 429
TOO_MANY_WORDS = "Too many requests came from here in the last hour. Ring us instead, or try again later."


@require_http_methods(["GET", "HEAD", "POST"])
def refer_page(request: HttpRequest) -> HttpResponse:
    """A referral by a professional."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    doors = [(team.reference, team.name) for team in front_doors(actor.place)]
    typed, changing = _typed(request)
    form = ReferForm(typed, doors=doors)
    people = people_set(PersonForm, typed, start=2)
    if request.method == "POST" and not changing:
        sent = _send(actor, form, people, lambda: form.facts(people.facts(), actor.name))
        if sent:
            if not sent.is_new:
                messages.info(request, "You had sent this already. It is one referral.")
            return redirect("cases:sent", sent.reference)
    return _page(request, "cases/intake/refer.html", form, people, changing)


@require_safe
def sent_page(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of a referral, for whoever sent it."""
    sheet = sent_sheet(request.actor, reference)  # type: ignore[attr-defined]
    return render(request, "cases/intake/sent.html", {"sheet": sheet})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_help_page(request: HttpRequest) -> HttpResponse:
    """A family's own way in: no account, plain words, so many in an hour from one address and no more."""
    doors = [(team.reference, team.place_name) for team in front_doors()]
    typed, changing = _typed(request)
    form = AskForHelpForm(typed, doors=doors)
    people = people_set(FamilyPersonForm, typed)
    if request.method == "POST" and not changing:
        if not _is_within_rate(request):
            form.add_error(None, TOO_MANY_WORDS)
            return _page(request, "cases/intake/ask_for_help.html", form, people, False, TOO_MANY)
        sent = _send(None, form, people, lambda: form.facts(people.facts()))
        if sent:
            request.session[ASKED_KEY] = {"reference": sent.reference, "red": sent.urgency == "red"}
            return redirect("cases:help_asked")
    return _page(request, "cases/intake/ask_for_help.html", form, people, changing)


@never_cache
@require_safe
def help_asked_page(request: HttpRequest) -> HttpResponse:
    """Thanks, with a reference; nothing of what was written."""
    asked = request.session.get(ASKED_KEY)
    if not asked:
        return redirect("cases:ask_for_help")
    return render(request, "cases/intake/help_asked.html", asked)


def _typed(request: HttpRequest) -> tuple[Any, bool]:
    """What was typed, and whether somebody was only added or taken out."""
    if request.method != "POST":
        return None, False
    if "add" in request.POST:
        return with_another(request.POST), True
    number = request.POST.get("remove", "")
    if number.isascii() and number.isdigit() and len(number) < 4:
        return without(request.POST, int(number)), True
    return request.POST, False


def _send(actor: Actor | None, form: FrontDoorForm, people: People, facts: Any) -> Submitted | None:
    """Send what was typed, if it can be; what is refused stands beside it."""
    usable = form.is_valid()
    if not people.is_valid() or not usable:
        return None
    try:
        report = read_report(facts(), today=timezone.localdate())
    except Refused as refusal:
        form.refuse(refusal)
        return None
    return form.attempt(submit_referral, actor, report, to_front_door=form.to_front_door)


def _page(
    request: HttpRequest, template: str, form: FrontDoorForm, people: People, changing: bool, status: int = UNUSABLE
) -> HttpResponse:
    """The form as it stands. While people are added or taken out, nothing is called wrong yet."""
    if changing:
        form = type(form)(doors=_doors_of(form), initial=_initial(request, form))
        people.hush()
    wrong = form.is_bound and (form.errors or people.total_error_count())
    return render(request, template, {"form": form, "people": people}, status=status if wrong else 200)


def _doors_of(form: FrontDoorForm) -> list[tuple[str, str]]:
    field = form.fields.get("front_door")
    return [choice for choice in field.choices if choice[0]] if field else []  # type: ignore[attr-defined]


def _initial(request: HttpRequest, form: FrontDoorForm) -> dict[str, Any]:
    """What was typed in the form itself, as a form not yet sent holds it."""
    return {
        name: field.widget.value_from_datadict(request.POST, {}, form.add_prefix(name))
        for name, field in form.fields.items()
    }


def _is_within_rate(request: HttpRequest) -> bool:
    """Whether this address may send another in this hour. Counted in the database, across processes."""
    key = f"ask-for-help:{get_adapter().get_client_ip(request)}"
    if cache.add(key, 1, HOUR):
        return True
    try:
        return int(cache.incr(key)) <= int(settings.ASK_FOR_HELP_AN_HOUR)
    except ValueError:
        return True
