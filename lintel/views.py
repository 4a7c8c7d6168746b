"""Pages that belong to no app: the way in, the accessibility statement, and what is shown when a page cannot be.

An outsider's 404 is the same for a page that is not there and for one that is not theirs. A 403 says why, in words.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseServerError
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from agencies.operations.choose_language import choose_language as remember_language
from agencies.refusals import Refused
from lintel import problems
from lintel.navigation import places_of


def home(request: HttpRequest) -> HttpResponse:
    """The first place that the post is offered; a page that says so where there is none."""
    places = places_of(request.actor)  # type: ignore[attr-defined]
    return redirect(places[0][0]) if places else render(request, "home.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "accessibility.html")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Read on in another language, on the same page; whoever is signed in finds it again at their next sign-in."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        remember_language(request.user.pk, language)
    return set_language(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same words whatever was asked for."""
    return _said(request, 404, _("There is nothing here."), "404.html")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the refusal's own words, where there are any."""
    words = exception.words if isinstance(exception, Refused) else str(exception or "")
    return _said(request, 403, words or _("This is not yours to do."), "403.html", words=words)


def refused(request: HttpRequest, exception: Refused) -> HttpResponse:
    """409: a step that cannot be taken as things stand, where there is no form to say so."""
    heading = _("This cannot be done")
    return _said(request, 409, exception.words, "problem.html", heading=heading, words=exception.words)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: tried too often in a short time."""
    words = _("You have tried this many times in a short while. Wait five minutes, then try again.")
    return _said(request, 429, words, "problem.html", heading=_("Too many attempts"), words=words)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent cannot be read; 413 where there was too much of it."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        words = _("What was sent is too large to be taken in one piece. Send less of it at a time.")
        return _said(request, 413, words, "problem.html", heading=_("Too large"), words=words)
    return _said(request, 400, _("What was sent cannot be read."), "400.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was open too long or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: drawn without the request, so that nothing that has just failed is asked again."""
    if is_api(request):
        return problems.problem(500, _("Something went wrong here. It has been noted."))
    return HttpResponseServerError(render_to_string("500.html"))


def is_api(request: HttpRequest) -> bool:
    """Whether the address belongs to the API, which answers with problem details and not with pages."""
    return request.path.startswith("/api/")


def _said(request: HttpRequest, status: int, told: str, template: str, **context: str) -> HttpResponse:
    if is_api(request):
        return problems.problem(status, told)
    return render(request, template, context, status=status)
