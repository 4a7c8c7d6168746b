"""The frameworks that count here: those that came with Lintel, and the area's own from the folder that it names."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from agencies.refusals import Invalid
from outcomes.frameworks import Framework, load_frameworks, shipped_frameworks


def frameworks() -> Mapping[str, Framework]:
    """By slug, oldest first; an area's own takes the place of a shipped one of the same name.

    CatalogueRefused, with every fault at once, where the area's folder is wrong.
    """
    return {**shipped_frameworks(), **(_own(settings.FRAMEWORKS) if settings.FRAMEWORKS else {})}


@cache
def _own(folder: str) -> Mapping[str, Framework]:
    return load_frameworks(Path(folder))


def framework(slug: str, *, on: date) -> Framework:
    """One by its slug; without one, the newest that pays on this day, else the newest. Invalid if unknown."""
    known = frameworks()
    if slug:
        if slug not in known:
            raise Invalid(_("Choose a framework that counts here."), field="framework")
        return known[slug]
    newest = sorted(known.values(), key=lambda one: one.starts_on, reverse=True)
    pays = [one for one in newest if one.results and one.starts_on <= on and not one.has_ended(on)]
    return (pays or newest)[0]
