"""Two people who are one: whom it may be, the second look, and taking it apart again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.refusals import NotAllowed, Refused
from agencies.views.pages import actor_of
from cases.forms.same_person import SamePersonForm
from cases.intake.selectors.same_person import Side, same_person
from cases.operations.join_people import join_people, part_people
from cases.views.page import family_page


@require_safe
def same_person_page(request: HttpRequest, reference: str, subject: UUID) -> HttpResponse:
    """Whoever a member may be too, and the joinings that stand."""
    sheet = same_person(actor_of(request), reference, subject)
    others = [{"side": one, "words": _words(one)} for one in sheet.others]
    return family_page(
        request, "cases/family/same_person.html", sheet.head, sheet=sheet, others=others, words=_words(sheet.person)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def join_page(request: HttpRequest, reference: str, subject: UUID, other: UUID) -> HttpResponse:
    """The second look: both side by side, and what will happen."""
    actor = actor_of(request)
    sheet = same_person(actor, reference, subject)
    beside = sheet.other(other)
    form = SamePersonForm(request.POST if request.method == "POST" else None)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.attempt(join_people, actor, reference, subject, other, **form.cleaned_data) is not None:
        messages.success(request, _("They are one person now. It can be taken apart again here."))
        return redirect("cases:same_person", reference, subject)
    rows = _rows(sheet.person, beside)
    return family_page(
        request, "cases/family/join_people.html", sheet.head, form=form, sheet=sheet, rows=rows, reasons=beside.reasons
    )


@require_POST
def part_page(request: HttpRequest, reference: str, subject: UUID, joining: int) -> HttpResponse:
    """Take a joining apart."""
    try:
        part_people(actor_of(request), reference, subject, joining)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, refusal.words)
    else:
        messages.success(
            request, _("They are two people again, each with what they had. They are not suggested again.")
        )
    return redirect("cases:same_person", reference, subject)


def _words(one: Side) -> str:
    """Somebody in a line: "Ruth Orme, born 4 March 1990, NHS 9434765919"."""
    born = (
        _("born %(date_of_birth)s") % {"date_of_birth": date_format(one.date_of_birth.value, "j F Y")}
        if one.date_of_birth.value
        else ""
    )
    return ", ".join(part for part in (one.name.value or "", born, one.numbers.value or "") if part)


def _rows(kept: Side, gone: Side) -> list[tuple[str, str, str]]:
    """What each is called, and the rest of it, side by side; what is closed to the reader stays empty."""
    return [
        (_("Name"), kept.name.value or "", gone.name.value or ""),
        (_("Born"), _born(kept), _born(gone)),
        (_("Sex"), kept.sex.value or "", gone.sex.value or ""),
        (_("Numbers"), kept.numbers.value or "", gone.numbers.value or ""),
        (_("Where"), _places(kept), _places(gone)),
        (_("In this family"), "yes" if kept.in_family else "no", "yes" if gone.in_family else "no"),
    ]


def _born(one: Side) -> str:
    return date_format(one.date_of_birth.value, "j F Y") if one.date_of_birth.value else ""


def _places(one: Side) -> str:
    return "\n".join(place.value for place in one.places if place.value)
