"""The directory of services, referrals to them, and what came of each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.refusals import NotFound
from agencies.views.pages import actor_of
from cases.directory_files import rows_in
from cases.forms.directory import DirectoryFilter, FeedForm, ReferToServiceForm, ServiceNewsForm
from cases.operations.import_directory import DirectoryRead, import_directory
from cases.operations.refer_to_service import record_service_news, refer_to_service
from cases.permits import Step
from cases.selectors.directory import directory, entry, feeds
from cases.selectors.services import services
from cases.views.page import UNUSABLE, family_page, number, require_step
from cases.vocabulary import Need

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
def directory_page(request: HttpRequest) -> HttpResponse:
    """What help there is; searched and filtered by the address. With `family`, each leads to a referral of them."""
    asked = request.GET
    typed = asked.get("age", "")
    age = int(typed) if typed.isascii() and typed.isdigit() and int(typed) <= 120 else None
    search = asked.get("search", "")[:200]
    sheet = directory(actor_of(request), search=search, need=asked.get("need", ""), age=age, page=number(request))
    family = asked.get("family", "")[:12]
    told = {"search": sheet.search, "need": sheet.need, "age": sheet.age, "family": family}
    context = {
        "sheet": sheet,
        "family": family,
        "filter": DirectoryFilter(initial=told),
        "chosen": [{"text": Need(sheet.need).label, "href": request.path}] if sheet.need else [],
    }
    return render(request, "cases/directory/directory.html", context)


@require_safe
def entry_page(request: HttpRequest, entry: int) -> HttpResponse:
    """One service."""
    return _entry(request, entry)


def _entry(request: HttpRequest, wanted: int) -> HttpResponse:
    family = request.GET.get("family", "")[:12]
    context = {"entry": entry(actor_of(request), wanted), "family": family if family.isalnum() else ""}
    return render(request, "cases/directory/entry.html", context)


@require_http_methods(READ_OR_SEND)
def feeds_page(request: HttpRequest) -> HttpResponse:
    """The administrator's feeds: how fresh each is, what was set aside, and a file to read in."""
    actor = actor_of(request)
    form = FeedForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def take() -> DirectoryRead:
            rows = rows_in(given["file"].read(), given["file"].name)
            return import_directory(
                actor, given["feed"], rows, place=actor.place, source=given["file"].name, is_whole=given["is_whole"]
            )

        read = form.attempt(take)
        if read is not None:
            messages.success(request, read.words)
            return redirect("cases:directory_feeds")
    context = {"feeds": feeds(actor), "form": form}
    return render(request, "cases/directory/feeds.html", context, status=UNUSABLE if form.errors else 200)


@require_safe
def services_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The services that help this family, and those that did."""
    sheet = services(actor_of(request), reference)
    return family_page(request, "cases/directory/services.html", sheet.head, section=sheet.section, sheet=sheet)


@require_http_methods(READ_OR_SEND)
def refer_to_service_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Refer somebody to the service that `entry` names; without one, choose it in the directory first."""
    actor = actor_of(request)
    sheet = services(actor, reference)
    require_step(sheet.head, Step.REFER_TO_SERVICE)
    typed = request.GET.get("entry", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        return redirect(f"/directory/?family={reference}")
    service = entry(actor, int(typed))
    form = ReferToServiceForm(request.POST or None, sheet=sheet, service=service)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(refer_to_service, actor, reference, entry=service.id, **form.facts()) is not None
    ):
        messages.success(request, _("The referral is recorded. Tell the service now, as its page says."))
        return redirect("cases:services", reference)
    return family_page(request, "cases/directory/refer.html", sheet.head, form=form, service=service)


@require_http_methods(READ_OR_SEND)
def service_news_page(request: HttpRequest, reference: str, referral: int) -> HttpResponse:
    """What became of a referral to a service."""
    actor = actor_of(request)
    sheet = services(actor, reference)
    require_step(sheet.head, Step.REFER_TO_SERVICE)
    row = next((one for one in sheet.rows if one.id == referral), None)
    if row is None:
        raise NotFound(str(referral))
    form = ServiceNewsForm(request.POST or None, row=row)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(record_service_news, actor, reference, referral, **form.cleaned_data) is not None
    ):
        messages.success(request, _("It is recorded."))
        return redirect("cases:services", reference)
    return family_page(request, "cases/directory/news.html", sheet.head, form=form, row=row)
