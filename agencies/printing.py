"""A page as a PDF. Where the machine cannot draw one, the refusal says what is missing and the print view stays."""

import subprocess
import sys

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.utils.translation import gettext as _

from agencies.refusals import Refused

STYLESHEET = "lintel/pdf.css"
LONGEST_SECONDS = 60


class CannotPrint(Refused):
    """No PDF can be made on this machine, or of this page; the page itself can still be printed by the browser."""


def as_pdf(html: str) -> bytes:
    """A whole HTML document as a tagged PDF, in the house's print style. Fetches nothing: SVG and text stand in it.

    Raises CannotPrint, in words, where pango is missing or the page takes longer than a minute.
    """
    stylesheet = finders.find(STYLESHEET)
    assert isinstance(stylesheet, str), f"{STYLESHEET} is not among the static files"
    command = [sys.executable, "-m", "agencies.pdf_maker", stylesheet]
    try:
        done = subprocess.run(command, input=html.encode(), capture_output=True, timeout=LONGEST_SECONDS)
    except subprocess.TimeoutExpired as late:
        raise CannotPrint(
            _("This page took too long to make as a PDF. Print the page from your browser instead.")
        ) from late
    if done.returncode:
        missing = "cannot load library" in done.stderr.decode(errors="replace")
        why = _("the library pango is not on the server") if missing else _("it could not be drawn")
        raise CannotPrint(
            _("A PDF could not be made: %(why)s. Print the page from your browser instead.") % {"why": why}
        )
    return done.stdout


def pdf_response(html: str, filename: str) -> HttpResponse:
    """A PDF to keep, under a file name that tells nothing of a family. Raises CannotPrint as `as_pdf`."""
    answer = HttpResponse(as_pdf(html), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    answer["Cache-Control"] = "no-store"
    return answer
