"""What every page of one family has in common: the identity bar, the quiet line, and whether a step is open."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.refusals import NotAllowed, Refused
from agencies.views.pages import actor_of
from cases.permits import PERMITS, Step
from cases.selectors.head import Head, Section
from datasharing.vocabulary import HOLDERS, Reach

UNUSABLE = 422
"""The status of a page that hands a form back with what is wrong."""


def family_page(
    request: HttpRequest, template: str, head: Head, *, form: Any = None, section: Section | None = None, **context: Any
) -> HttpResponse:
    """Draw a page of one family; 422 where its form was sent and is not usable.

    Asked for by the reference of a record that was merged with this one, the reader is led on to the same page here.
    """
    match = request.resolver_match
    by_family = match is not None and match.route.startswith("families/<str:reference>/")
    if by_family and match and request.method in ("GET", "HEAD") and match.kwargs["reference"] != head.reference:
        there = reverse(match.view_name, kwargs=match.kwargs | {"reference": head.reference})
        return redirect(f"{there}?{request.GET.urlencode()}" if request.GET else there)
    wrong = form is not None and form.is_bound and bool(form.errors)
    context |= {"head": head, "bar": bar_of(head), "form": form, **routes_of(request, head)}
    if section:
        context |= {"padlocks": section.padlocks, "why": why_of(section)}
    return render(request, template, context, status=UNUSABLE if wrong else 200)


def routes_of(request: HttpRequest, head: Head) -> dict[str, str]:
    """Where a padlock leads: asking, and emergency access, for roles that may have them."""
    role = actor_of(request).role
    routes = {}
    if role in HOLDERS[Reach.SPECIFIC]:
        routes["ask_href"] = reverse("cases:ask_for_access", args=[head.reference])
    if role in HOLDERS[Reach.EMERGENCY]:
        routes["emergency_href"] = f"{reverse('cases:emergency')}?reference={head.reference}"
    return routes


def bar_of(head: Head) -> dict[str, Any]:
    """The identity bar's facts; see `ui/identity_bar.html`."""
    level, intensity = head.level_of_need, head.intensity
    risk = (
        _("Level %(level)s, %(intensity)s") % {"level": level.value, "intensity": intensity.value}
        if level.value and intensity.value
        else ""
    )
    return {
        "reference": head.reference,
        "name": head.title if head.name.value else "",
        "href": reverse("cases:family", args=[head.reference]),
        "key_worker": head.key_worker,
        "risk": risk,
        "agreement": head.agreement.value or ("" if head.agreement.is_open else _("closed to you")),
        "next_review": head.next_review_on,
        "closed": head.is_closed,
    }


def why_of(section: Section) -> list[dict[str, object]]:
    """The bases on which a section is open, in words."""
    return [{"words": reason.words, "not_for": list(reason.not_for)} for reason in section.why]


def require_step(head: Head, step: Step) -> None:
    """Stop before a form whose step could not be taken: 403 where it is somebody else's, 409 where it is too early."""
    if step in head.steps:
        return
    if head.state in PERMITS[step].states:
        raise NotAllowed(_("This step is for somebody else on this family. Ask the key worker or their manager."))
    raise Refused(
        _("This step is not open now: the family is at “%(state_words)s”.") % {"state_words": head.state_words.lower()}
    )


def number(request: HttpRequest, name: str = "page") -> int:
    """A page's number from the address; anything else is the first page."""
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
