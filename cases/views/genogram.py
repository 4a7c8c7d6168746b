"""The genogram of a family, and the forms that record who is whose."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from agencies.forms.base import PlainForm
from agencies.refusals import NotFound
from agencies.views.pages import actor_of
from cases.forms.kinship import DeathForm, KinshipEndForm, KinshipForm, WhereaboutsForm
from cases.kinship import Kin
from cases.operations.record_death import record_death
from cases.operations.record_kinship import end_kinship, record_kinship, withdraw_kinship
from cases.operations.record_whereabouts import record_whereabouts
from cases.permits import Step
from cases.pictures.genogram import Drawing
from cases.pictures.words import lines_of
from cases.selectors.genogram import GenogramSheet, Relative, genogram
from cases.selectors.members import members
from cases.views.page import family_page, require_step
from cases.vocabulary import Sex

READ_OR_SEND = ["GET", "HEAD", "POST"]
LETTER, LINE, FIRST_LINE = 8.7, 16, 50
"""Pixels: a letter's breadth, from one line of words to the next, and from a card's head to its first line."""


@dataclass(frozen=True)
class Face:
    """A card as it is drawn: where, the shape on it, and its lines of words, each with how far down it stands."""

    x: int
    y: int
    middle: int
    shape: str
    is_dead: bool
    name: tuple[tuple[int, str], ...]
    rest: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Picture:
    """A drawing with the faces on it, and what it says in a sentence."""

    drawing: Drawing
    faces: tuple[Face, ...]
    view: str


@require_safe
def genogram_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Who is whose, and who lives with whom."""
    sheet = genogram(actor_of(request), reference)
    context = {
        "sheet": sheet,
        "alt": _alt(sheet),
        "kinds": [*Kin.choices, ("", _("Parents of one child; nobody recorded how the two stand"))],
    }
    if sheet.generations:
        context |= {"wide": _picture(sheet, sheet.wide), "narrow": _picture(sheet, sheet.narrow)}
    return family_page(request, "cases/family/genogram.html", sheet.head, section=sheet.section, **context)


@require_http_methods(READ_OR_SEND)
def record_kinship_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Record who is whose. `one` in the address is who it begins with."""
    sheet = members(actor_of(request), reference)
    require_step(sheet.head, Step.RECORD_KINSHIP)
    form = KinshipForm(request.POST or None, sheet=sheet, initial={"one": request.GET.get("one", "")})
    if _recorded(request, form, record_kinship, reference, facts=form.facts, said=_("It is recorded, and drawn.")):
        return redirect("cases:genogram", reference)
    return family_page(request, "cases/family/record_kinship.html", sheet.head, form=form)


@require_http_methods(READ_OR_SEND)
def end_kinship_page(request: HttpRequest, reference: str, kinship: int) -> HttpResponse:
    """It ended on a day."""
    sheet = genogram(actor_of(request), reference)
    require_step(sheet.head, Step.RECORD_KINSHIP)
    record = sheet.record(kinship)
    if record is None:
        raise NotFound(str(kinship))
    form = KinshipEndForm(request.POST or None)
    if _recorded(request, form, end_kinship, reference, kinship, said=_("It is recorded as ended.")):
        return redirect("cases:genogram", reference)
    return family_page(request, "cases/family/end_kinship.html", sheet.head, form=form, record=record)


@require_http_methods(READ_OR_SEND)
def withdraw_kinship_page(request: HttpRequest, reference: str, kinship: int) -> HttpResponse:
    """It was recorded wrongly: asked once more, and then taken out."""
    sheet = genogram(actor_of(request), reference)
    require_step(sheet.head, Step.RECORD_KINSHIP)
    record = sheet.record(kinship)
    if record is None:
        raise NotFound(str(kinship))
    if request.method == "POST":
        withdraw_kinship(actor_of(request), reference, kinship)
        messages.success(request, _("It is taken out. Record what is right, if anything is."))
        return redirect("cases:genogram", reference)
    return family_page(request, "cases/family/withdraw_kinship.html", sheet.head, record=record)


@require_http_methods(READ_OR_SEND)
def record_death_page(request: HttpRequest, reference: str, subject: UUID) -> HttpResponse:
    """Somebody died."""
    sheet = genogram(actor_of(request), reference)
    require_step(sheet.head, Step.ADD_MEMBER)
    person = sheet.relative(subject)
    if person is None:
        raise NotFound(reference)
    form = DeathForm(request.POST or None, initial={"died_on": person.member.died_on.value})
    if _recorded(request, form, record_death, reference, subject, said=_("It is recorded.")):
        return redirect("cases:genogram", reference)
    return family_page(request, "cases/family/record_death.html", sheet.head, form=form, person=person)


@require_http_methods(READ_OR_SEND)
def record_whereabouts_page(request: HttpRequest, reference: str, subject: UUID) -> HttpResponse:
    """Where somebody lives now."""
    sheet = genogram(actor_of(request), reference)
    require_step(sheet.head, Step.ADD_MEMBER)
    person = sheet.relative(subject)
    if person is None:
        raise NotFound(reference)
    form = WhereaboutsForm(request.POST or None)
    said = _("It is recorded. What was said before stays in the record, with its day.")
    if _recorded(request, form, record_whereabouts, reference, subject, said=said):
        return redirect("cases:genogram", reference)
    return family_page(request, "cases/family/record_whereabouts.html", sheet.head, form=form, person=person)


def _recorded(
    request: HttpRequest,
    form: PlainForm,
    operation: Callable[..., Any],
    *about: Any,
    said: str,
    facts: Callable[[], dict[str, Any]] | None = None,
) -> bool:
    """Whether a sound form was sent and the operation took what it says (`facts`, else its fields): then it is said."""
    if request.method != "POST" or not form.is_valid():
        return False
    given = facts() if facts else form.cleaned_data
    if form.attempt(operation, actor_of(request), *about, **given) is None:
        return False
    messages.success(request, said)
    return True


def _alt(sheet: GenogramSheet) -> str:
    """What the picture shows, in a sentence; the table says the rest."""
    count = len(sheet.wide.cards)
    people = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
    rows = ngettext("%(count)d generation", "%(count)d generations", sheet.generations) % {"count": sheet.generations}
    return _("Genogram: %(people)s in %(rows)s. The table under it says the same.") % {"people": people, "rows": rows}


def _picture(sheet: GenogramSheet, drawing: Drawing) -> Picture:
    by_key = {one.member.subject: one for one in sheet.relatives}
    faces = tuple(_face(by_key[card.key], card.x, card.y, drawing.card_width) for card in drawing.cards)
    return Picture(drawing, faces, f"-2 -2 {drawing.width + 4} {drawing.height + 4}")


def _face(one: Relative, x: int, y: int, width: int) -> Face:
    member = one.member
    name = lines_of(member.known_as, int((width - 6) / LETTER), 2)
    rest = [_life(one), _("Home %(number)d") % {"number": one.home} if one.home else ""]
    first = FIRST_LINE + LINE * len(name)
    return Face(
        x=x,
        y=y,
        middle=width // 2,
        shape=_shape(member.sex.value or ""),
        is_dead=member.died_on.value is not None,
        name=tuple((FIRST_LINE + LINE * index, words) for index, words in enumerate(name)),
        rest=tuple((first + LINE * index, words) for index, words in enumerate(filter(None, rest))),
    )


def _life(one: Relative) -> str:
    """Born and died, or the age."""
    born, died = one.member.date_of_birth.value, one.member.died_on.value
    if died:
        return f"{born.year if born else '?'}–{died.year}"
    return _("aged %(age)d") % {"age": one.member.age} if one.member.age is not None else ""


def _shape(sex: str) -> str:
    """Of a card, by the words for the sex in the reader's language."""
    return {str(Sex.MALE.label): "square", str(Sex.FEMALE.label): "circle"}.get(sex, "diamond")
