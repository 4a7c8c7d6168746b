"""The family's own copy of the plan: the page that prepares it, the document, and what a private link opens."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.printing import CannotPrint, pdf_response
from agencies.refusals import NotFound
from agencies.views.pages import actor_of
from cases.forms.own_plan import LANGUAGES, CommentForm, LinkForm
from cases.operations.share_plan import agree_link, comment_on_plan, end_link, keep_off, share_plan
from cases.permits import Step
from cases.selectors.own_plan import OwnPlanSheet, language_of, linked_plan, own_plan
from cases.views.page import family_page, require_step


@require_safe
def own_plan_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The copy as the family will have it, what is kept off it, and its links."""
    return _prepared(request, own_plan(actor_of(request), reference), LinkForm())


@require_safe
def own_plan_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The copy as a document: `size=large` in large print, `language=cy` in Welsh."""
    sheet = own_plan(actor_of(request), reference)
    if sheet.own is None:
        raise NotFound(reference)
    wanted = request.GET.get("language", "")
    language = wanted if wanted in dict(LANGUAGES) else "en-gb"
    with translation.override(language):
        context = {"own": sheet.own, "large": request.GET.get("size") == "large", "language": language}
        html = render_to_string("cases/family/own_plan_pdf.html", context)
    try:
        return pdf_response(html, "plan.pdf")
    except CannotPrint as missing:
        messages.error(request, missing.words)
        return redirect("cases:own_plan", reference)


@require_POST
def share_plan_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for a private link. Its address is shown once, on the page that answers."""
    sheet = own_plan(actor_of(request), reference)
    require_step(sheet.head, Step.SHARE_PLAN)
    form = LinkForm(request.POST)
    secret = None
    if form.is_valid():
        secret = form.attempt(share_plan, actor_of(request), reference, **form.cleaned_data)
    if secret is None:
        return _prepared(request, sheet, form)
    address = request.build_absolute_uri(f"/your-plan/{secret}/")
    return _prepared(request, own_plan(actor_of(request), reference), LinkForm(), address=address)


@require_POST
def agree_link_page(request: HttpRequest, reference: str, link: int) -> HttpResponse:
    """A second person agrees to a link."""
    agree_link(actor_of(request), reference, link=link)
    messages.success(request, _("The link opens the family’s plan now, until it ends by itself."))
    return redirect("cases:own_plan", reference)


@require_POST
def end_link_page(request: HttpRequest, reference: str, link: int) -> HttpResponse:
    """End a link now."""
    end_link(actor_of(request), reference, link=link)
    messages.success(request, _("The link has ended."))
    return redirect("cases:own_plan", reference)


@require_POST
def keep_off_page(request: HttpRequest, reference: str, goal: int) -> HttpResponse:
    """Keep a goal off the copy, or put it back."""
    keep_off(actor_of(request), reference, goal=goal, off=request.POST.get("off") == "yes")
    return redirect("cases:own_plan", reference)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def linked_plan_page(request: HttpRequest, secret: str) -> HttpResponse:
    """What a private link opens, for whoever holds it: the copy, and room for a comment."""
    with translation.override(language_of(secret)):
        form = CommentForm(request.POST or None)
        if (
            request.method == "POST"
            and form.is_valid()
            and form.attempt(_comment, secret, words=form.cleaned_data["words"])
        ):
            messages.success(request, _("Thank you. Your key worker will read it."))
            return redirect("cases:linked_plan", secret)
        context = {"own": linked_plan(secret), "form": form}
        return render(request, "cases/linked_plan.html", context, status=422 if form.errors else 200)


def _comment(secret: str, *, words: str) -> bool:
    comment_on_plan(secret, words=words)
    return True


def _prepared(request: HttpRequest, sheet: OwnPlanSheet, form: LinkForm, **more: Any) -> HttpResponse:
    return family_page(request, "cases/family/own_plan.html", sheet.head, form=form, sheet=sheet, own=sheet.own, **more)
