"""Refer: the professionals' form, the family's form, and what the sender is told afterwards."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agencies.actor import Actor
from agencies.refusals import Refused
from cases.forms.drafted import as_sent, as_typed, submission_in, typed_in
from cases.intake.codes import in_fours
from cases.intake.forms.people import FamilyPersonForm, People, PersonForm, people_set, with_another, without
from cases.intake.forms.refer import AskForHelpForm, CodeForm, FrontDoorForm, ReferForm, WhatHappenedForm
from cases.intake.operations.keep_referral_draft import keep_referral_draft, let_referral_draft_go
from cases.intake.operations.submit_referral import Submitted, submit_referral
from cases.intake.report import read_report
from cases.intake.selectors.referral_drafts import my_unsent, my_unsent_one, unsent_by_code
from cases.intake.selectors.sent import asked_sheet_of_family, sent_sheet
from cases.intake.selectors.teams import front_doors
from cases.views.page import UNUSABLE

ASKED_KEY = "asked_for_help"
HOUR = 60 * 60
TOO_MANY = 429
TOO_MANY_WORDS = _("Too many requests came from here in the last hour. Ring us instead, or try again later.")
CODES_AN_HOUR = 10
NO_SUCH_CODE = _("There is nothing under this code. It may be mistyped, or the 14 days are over.")
NOT_ASKED = _("There is nothing under this reference and code. Look at what you wrote down, or ring us.")


@require_http_methods(["GET", "HEAD", "POST"])
def refer_page(request: HttpRequest) -> HttpResponse:
    """A referral by a professional, begun, gone on with or sent."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    doors = [(team.reference, team.name) for team in front_doors(actor.place)]
    if request.method == "POST" and ("keep" in request.POST or "discard" in request.POST):
        return _kept(request, actor)
    unsent = my_unsent_one(actor, request.GET.get("draft", "")) if request.method != "POST" else None
    typed, changing = (as_sent(unsent.typed), True) if unsent else _typed(request)
    form = ReferForm(typed, doors=doors)
    people = people_set(PersonForm, typed, start=2)
    if request.method == "POST" and not changing:
        sent = _send(actor, form, people, lambda: form.facts(people.facts(), actor.name))
        if sent:
            let_referral_draft_go(actor, submission=form.cleaned_data["submission"])
            _tell(request, sent)
            return redirect("cases:sent", sent.reference)
    more = {"unsent": unsent, "begun": () if typed else my_unsent(actor)}
    return _page(request, "cases/intake/refer.html", form, people, typed if changing else None, more)


@require_safe
def sent_page(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of a referral, for whoever sent it."""
    sheet = sent_sheet(request.actor, reference)  # type: ignore[attr-defined]
    return render(request, "cases/intake/sent.html", {"sheet": sheet})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_help_page(request: HttpRequest) -> HttpResponse:
    """A family's own way in: no account, plain words, so many in an hour from one address and no more."""
    typed, changing = _typed(request)
    if request.method == "POST" and "keep" in request.POST:
        return _kept_for_family(request)
    return _ask_for_help(request, typed, changing, request.POST.get("code", ""))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def go_on_page(request: HttpRequest) -> HttpResponse:
    """Go on with what was left, by its code."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not _is_within_rate(request, "code", CODES_AN_HOUR):
            form.add_error(None, TOO_MANY_WORDS)
            status = TOO_MANY
        elif unsent := unsent_by_code(form.cleaned_data["code"]):
            return _ask_for_help(request, as_sent(unsent.typed), True, unsent.code)
        else:
            form.add_error("code", NO_SUCH_CODE)
    if form.errors and status == 200:
        status = UNUSABLE
    return render(request, "cases/intake/go_on.html", {"form": form}, status=status)


@never_cache
@require_safe
def help_asked_page(request: HttpRequest) -> HttpResponse:
    """Thanks, with a reference; nothing of what was written."""
    asked = request.session.get(ASKED_KEY)
    if not asked:
        return redirect("cases:ask_for_help")
    return render(request, "cases/intake/help_asked.html", asked)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def what_happened_page(request: HttpRequest) -> HttpResponse:
    """What became of a family's own referral, by its reference and code."""
    form = WhatHappenedForm(request.POST if request.method == "POST" else None)
    sheet, status = None, 200
    if request.method == "POST" and form.is_valid():
        if not _is_within_rate(request, "code", CODES_AN_HOUR):
            form.add_error(None, TOO_MANY_WORDS)
            status = TOO_MANY
        else:
            sheet = asked_sheet_of_family(**form.cleaned_data)
            if sheet is None:
                form.add_error(None, NOT_ASKED)
    if form.errors and status == 200:
        status = UNUSABLE
    return render(request, "cases/intake/what_happened.html", {"form": form, "sheet": sheet}, status=status)


def _ask_for_help(request: HttpRequest, typed: Any, changing: bool, code: str) -> HttpResponse:
    doors = [(team.reference, team.place_name) for team in front_doors()]
    form = AskForHelpForm(typed, doors=doors)
    people = people_set(FamilyPersonForm, typed)
    more = {"code": code, "action": reverse("cases:ask_for_help")}
    if request.method == "POST" and not changing:
        if not _is_within_rate(request, "ask-for-help", settings.ASK_FOR_HELP_AN_HOUR):
            form.add_error(None, TOO_MANY_WORDS)
            return _page(request, "cases/intake/ask_for_help.html", form, people, None, more, TOO_MANY)
        sent = _send(None, form, people, lambda: form.facts(people.facts()))
        if sent:
            let_referral_draft_go(None, code=code)
            asked = {"reference": sent.reference, "red": sent.urgency == "red", "code": in_fours(sent.code)}
            request.session[ASKED_KEY] = asked
            return redirect("cases:help_asked")
    return _page(request, "cases/intake/ask_for_help.html", form, people, typed if changing else None, more)


def _kept(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A practitioner's referral is kept, or thrown away."""
    number = submission_in(request) or uuid4()
    if "discard" in request.POST:
        let_referral_draft_go(actor, submission=number)
        messages.success(request, gettext("The draft is thrown away."))
        return redirect("cases:refer")
    try:
        keep_referral_draft(actor, typed=typed_in(request), submission=number)
    except Refused as refusal:
        messages.error(request, refusal.words)
        return redirect("cases:refer")
    messages.success(
        request, gettext("It is kept for 14 days. Go on with it here whenever you like. It is not sent yet.")
    )
    return redirect(f"{reverse('cases:refer')}?draft={number}")


def _kept_for_family(request: HttpRequest) -> HttpResponse:
    """A family's is kept, and its code told."""
    typed, code = {**typed_in(request)}, request.POST.get("code", "")
    typed.pop("code", None)
    try:
        if not _is_within_rate(request, "keep", settings.ASK_FOR_HELP_AN_HOUR):
            raise Refused(str(TOO_MANY_WORDS))
        kept = keep_referral_draft(None, typed=typed, submission=submission_in(request) or uuid4(), code=code)
    except Refused as refusal:
        messages.error(request, refusal.words)
        return _ask_for_help(request, request.POST, True, code)
    return render(request, "cases/intake/help_kept.html", {"code": in_fours(_plain(kept.code)), "until": kept.until})


def _plain(code: str) -> str:
    return "".join(code.upper().replace("-", " ").split())


def _tell(request: HttpRequest, sent: Submitted) -> None:
    """What the sender should know at once, beside the reference."""
    if not sent.is_new:
        messages.info(request, gettext("You had sent this already. It is one referral."))
    elif sent.like:
        others = ", ".join(sent.like)
        words = gettext(
            "You have sent %(others)s about some of the same people. Both are kept, and looked at together. "
            "If nothing is new, ring the front door and say so."
        )
        messages.info(request, words % {"others": others})


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
    request: HttpRequest,
    template: str,
    form: FrontDoorForm,
    people: People,
    begun: QueryDict | None,
    more: dict[str, Any],
    status: int = UNUSABLE,
) -> HttpResponse:
    """The form as it stands. What was only `begun` is put back, and nothing of it is called wrong yet."""
    if begun is not None:
        form = type(form)(doors=_doors_of(form), initial=as_typed(form, begun))
        people.hush()
    wrong = form.is_bound and (form.errors or people.total_error_count())
    return render(request, template, {"form": form, "people": people, **more}, status=status if wrong else 200)


def _doors_of(form: FrontDoorForm) -> list[tuple[str, str]]:
    field = form.fields.get("front_door")
    return [choice for choice in field.choices if choice[0]] if field else []  # type: ignore[attr-defined]


def _is_within_rate(request: HttpRequest, what: str, most: int) -> bool:
    """Whether this address may do it once more in this hour. Counted in the database, across processes."""
    key = f"{what}:{get_adapter().get_client_ip(request)}"
    if cache.add(key, 1, HOUR):
        return True
    try:
        return int(cache.incr(key)) <= most
    except ValueError:
        return True
