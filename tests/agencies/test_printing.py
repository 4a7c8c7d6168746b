"""A page as a PDF: drawn apart, fetching nothing, and refused in words where it cannot be drawn."""

import subprocess

import pytest

from agencies import printing
from agencies.printing import CannotPrint, as_pdf, pdf_response
from lintel.setup.machine import has_pango

PAGE = '<html lang="en"><head><title>A plan</title></head><body><h1>A plan</h1>{}</body></html>'


def _answer(monkeypatch, code, said):
    answer = subprocess.CompletedProcess([], code, b"", said)
    monkeypatch.setattr(printing.subprocess, "run", lambda *words, **rest: answer)


@pytest.mark.skipif(not has_pango(), reason="pango is not on this machine")
def test_a_page_becomes_a_tagged_document_and_fetches_nothing(monkeypatch):
    made = as_pdf(PAGE.format("<p>Bed for Sam</p>"))
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made or b"/ObjStm" in made
    with pytest.raises(CannotPrint, match="could not be drawn"):
        as_pdf(PAGE.format('<img alt="" src="file:///etc/passwd">'))


def test_what_is_missing_is_said_and_the_page_stays(monkeypatch):
    _answer(monkeypatch, 1, b"OSError: cannot load library 'libpango-1.0-0'")
    with pytest.raises(CannotPrint, match=r"pango is not on the server\. Print the page"):
        as_pdf(PAGE.format(""))


def test_a_page_that_takes_too_long_is_given_up(monkeypatch):
    def never(*words, **rest):
        raise subprocess.TimeoutExpired("pdf", 60)

    monkeypatch.setattr(printing.subprocess, "run", never)
    with pytest.raises(CannotPrint, match="too long"):
        as_pdf(PAGE.format(""))


def test_a_document_is_kept_by_the_reader_and_by_nobody_between(monkeypatch):
    answer = subprocess.CompletedProcess([], 0, b"%PDF-1.7", b"")
    monkeypatch.setattr(printing.subprocess, "run", lambda *words, **rest: answer)
    response = pdf_response(PAGE.format(""), "plan.pdf")
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response["Cache-Control"] == "no-store"
