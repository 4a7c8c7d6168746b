"""The administrator's home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agencies.selectors.administration import administration_home
from agencies.views.pages import actor_of, tabs


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for an administrator."""
    context = {"home": administration_home(actor_of(request)), "tabs": tabs("administration")}
    return render(request, "agencies/home.html", context)
