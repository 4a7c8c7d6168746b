"""The map of who helps a family."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from agencies.views.pages import actor_of
from cases.pictures.ecomap import Spoke, Wheel
from cases.pictures.words import lines_of
from cases.selectors.ecomap import EcomapSheet, Helper, Tie, ecomap
from cases.views.page import family_page

TIES = {
    Tie.CLOSE: gettext_lazy("Key worker"),
    Tie.WORKING: gettext_lazy("Works with them now"),
    Tie.BEGINNING: gettext_lazy("Referred, or about to begin"),
    Tie.KNOWN: gettext_lazy("Knows of them from the last year"),
}
LETTER, LINE, FIRST_LINE = 8, 18, 20
"""Pixels: a letter's breadth, from one line of words to the next, and from a card's head to its first line."""


@dataclass(frozen=True)
class MapCard:
    """A helper's card with its lines of words, each with how far down it stands."""

    spoke: Spoke
    tie: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class MapPicture:
    """A map with the words on it."""

    wheel: Wheel
    family: tuple[tuple[int, str], ...]
    middle: int
    cards: tuple[MapCard, ...]
    view: str


@require_safe
def ecomap_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Who helps the family."""
    sheet = ecomap(actor_of(request), reference)
    context = {
        "sheet": sheet,
        "alt": _alt(sheet),
        "ties": {str(tie): words for tie, words in TIES.items()},
        "wide": _picture(sheet, sheet.wide),
        "narrow": _picture(sheet, sheet.narrow),
        "rows": [(one, TIES[one.tie]) for one in sheet.helpers],
    }
    return family_page(request, "cases/family/ecomap.html", sheet.head, section=sheet.section, **context)


def _alt(sheet: EcomapSheet) -> str:
    count = len(sheet.helpers)
    helpers = ngettext("%(count)d helper", "%(count)d helpers", count) % {"count": count}
    return _("Map of who helps: the family and %(helpers)s. The table under it says the same.") % {"helpers": helpers}


def _picture(sheet: EcomapSheet, wheel: Wheel) -> MapPicture:
    width, height = wheel.family[2:]
    title = lines_of(sheet.head.title, int((width - 16) / 9), 2)
    first = height // 2 + 6 - (len(title) - 1) * LINE // 2
    cards = tuple(_card(one, spoke) for one, spoke in zip(sheet.helpers, wheel.spokes, strict=True))
    family = tuple((first + LINE * index, words) for index, words in enumerate(title))
    return MapPicture(wheel, family, width // 2, cards, f"-2 -2 {wheel.width + 4} {wheel.height + 4}")


def _card(one: Helper, spoke: Spoke) -> MapCard:
    letters = int((spoke.width - 20) / LETTER)
    words = [one.name, one.agency, one.what, ", ".join(one.about)]
    lines = [lines_of(line, letters, 1)[0] for line in filter(None, words)][:4]
    placed = tuple((FIRST_LINE + LINE * index, line) for index, line in enumerate(lines))
    return MapCard(spoke, str(one.tie), placed)
