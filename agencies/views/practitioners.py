"""The administrator's practitioners: finding one, adding one, giving a post, helping them to sign in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from agencies.forms.administration import ConfirmForm, PractitionerForm, SearchForm
from agencies.forms.posts import GivePostForm
from agencies.operations.posts import give_post
from agencies.operations.practitioners import add_practitioner, fresh_password, reset_sign_in
from agencies.selectors.practitioners import practitioner_sheet
from agencies.selectors.practitioners import practitioners as found
from agencies.views.agencies import agency_choices, place_choices
from agencies.views.pages import actor_of, form_page, list_page, tabs


def practitioners(request: HttpRequest) -> HttpResponse:
    """Those with a post in the administrator's place, and those without any yet."""
    form = SearchForm(request.GET or None)
    search = form.cleaned_data["q"] if form.is_valid() else ""
    number = request.GET.get("page", "1")
    sheet = found(actor_of(request), search=search, page=int(number) if number.isdecimal() and len(number) < 6 else 1)
    today = timezone.localdate()
    rows = [
        [
            {"text": one.name, "href": reverse("agencies:practitioner", args=[one.id])},
            one.email,
            "; ".join(f"{post.title}, {post.agency_name}" for post in one.posts if post.is_live(today)) or _("None"),
            _("Set up") if one.has_second_factor else _("Not yet"),
        ]
        for one in sheet.items
    ]
    return list_page(
        request,
        "practitioners",
        columns=(_("Practitioner"), _("E-mail address"), _("Posts today"), _("Second factor")),
        rows=rows,
        add=(reverse("agencies:new_practitioner"), _("Add a practitioner")),
        search_form=form if form.is_bound else SearchForm(),
        page=sheet,
    )


@sensitive_variables()
@never_cache
def new_practitioner(request: HttpRequest) -> HttpResponse:
    """Add a practitioner; their first password is shown once."""
    form = PractitionerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        password = fresh_password()
        added = form.attempt(add_practitioner, actor_of(request), facts.pop("email"), password=password, **facts)
        if added:
            sheet = practitioner_sheet(actor_of(request), added.pk)
            return render(request, "agencies/password_once.html", {"sheet": sheet, "password": password, "new": True})
    return form_page(request, form, heading=_("Add a practitioner"), back=reverse("agencies:practitioners"))


def practitioner(request: HttpRequest, practitioner: UUID) -> HttpResponse:
    """One practitioner with their posts."""
    sheet = practitioner_sheet(actor_of(request), practitioner)
    context = {"sheet": sheet, "tabs": tabs("practitioners"), "today": timezone.localdate()}
    return render(request, "agencies/practitioner.html", context)


def new_post(request: HttpRequest, practitioner: UUID) -> HttpResponse:
    """Give a practitioner a post."""
    actor = actor_of(request)
    sheet = practitioner_sheet(actor, practitioner)
    form = GivePostForm(request.POST or None, agencies=agency_choices(actor), places=place_choices(actor))
    if request.method == "POST" and form.is_valid():
        post = form.attempt(give_post, actor, sheet.email, **form.cleaned_data)
        if post:
            messages.success(request, _("The post is given."))
            return redirect("agencies:post", post.pk)
    back = reverse("agencies:practitioner", args=[practitioner])
    return form_page(request, form, heading=_("Give a post"), caption=sheet.name, back=back)


@sensitive_variables()
@never_cache
def reset(request: HttpRequest, practitioner: UUID) -> HttpResponse:
    """Give somebody who cannot sign in a new password, shown once, and take off their second factor."""
    sheet = practitioner_sheet(actor_of(request), practitioner)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST":
        form = ConfirmForm(request.POST)
        password = form.attempt(reset_sign_in, actor_of(request), sheet.email) if form.is_valid() else None
        if password:
            return render(request, "agencies/password_once.html", {"sheet": sheet, "password": password})
    return form_page(
        request,
        form,
        heading=_("Help somebody to sign in again"),
        caption=sheet.name,
        intro=_("They get a new password, set up a new second factor, and are signed out everywhere. Ring them first."),
        button=_("Give a new password"),
        back=reverse("agencies:practitioner", args=[practitioner]),
    )
