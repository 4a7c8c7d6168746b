"""The administrator's places and agencies."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.actor import Actor
from agencies.forms.administration import AgencyForm, PlaceForm
from agencies.operations.agencies import add_agency
from agencies.operations.places import add_place
from agencies.selectors.agencies import agencies_administered, places_inside
from agencies.views.pages import actor_of, form_page, list_page


def place_choices(actor: Actor) -> list[tuple[str, str]]:
    """The places that an administrator can pick."""
    return [(place.path, f"{place.name} ({place.path})") for place in places_inside(actor.place)]


def agency_choices(actor: Actor) -> list[tuple[str, str]]:
    """The agencies that an administrator can pick."""
    return [(agency.reference, agency.name) for agency in agencies_administered(actor)]


def places(request: HttpRequest) -> HttpResponse:
    """The places inside the administrator's own."""
    rows = [[place.name, place.path, place.kind.label] for place in places_inside(actor_of(request).place)]
    columns = (_("Place"), _("Path"), _("Kind"))
    return list_page(
        request, "places", columns=columns, rows=rows, add=(reverse("agencies:new_place"), _("Add a place"))
    )


def new_place(request: HttpRequest) -> HttpResponse:
    """Add a place."""
    form = PlaceForm(request.POST or None, initial={"path": f"{actor_of(request).place}/"})
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        if form.attempt(add_place, actor_of(request), facts.pop("path"), **facts):
            messages.success(request, _("The place is added."))
            return redirect("agencies:places")
    return form_page(request, form, heading=_("Add a place"), back=reverse("agencies:places"))


def agencies(request: HttpRequest) -> HttpResponse:
    """The agencies that the administrator sees to."""
    rows = [
        [agency.name, agency.kind.label, agency.place_name, agency.contact]
        for agency in agencies_administered(actor_of(request))
    ]
    columns = (_("Agency"), _("Kind"), _("Place"), _("Neutral contact"))
    return list_page(
        request, "agencies", columns=columns, rows=rows, add=(reverse("agencies:new_agency"), _("Add an agency"))
    )


def new_agency(request: HttpRequest) -> HttpResponse:
    """Add an agency, with its desk."""
    actor = actor_of(request)
    form = AgencyForm(request.POST or None, places=place_choices(actor))
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        if form.attempt(add_agency, actor, facts.pop("reference"), **facts):
            messages.success(request, _("The agency is added, with a desk for what is asked of it."))
            return redirect("agencies:agencies")
    return form_page(request, form, heading=_("Add an agency"), back=reverse("agencies:agencies"))
