"""Welsh is complete for whatever families and referrers see, fits its message, and is compiled as gettext reads it."""

import gettext
import io
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone, translation

from agencies.vocabulary import AgencyKind
from cases.vocabulary import Need, Role, SaidConsent, Sex, Source
from lintel.setup.catalogues import compile_catalogues, compiled, read_catalogue
from lintel.setup.vocabulary import messages
from lintel.templatetags.ui import date_words, datetime_words
from tests.lintel.facing import ROOT, files

PLACES = re.compile(r"%\(\w+\)s|{\w+}|<[^>]+>")
WELSH = read_catalogue((ROOT / "locale/cy/LC_MESSAGES/django.po").read_text(encoding="utf-8"))
WORDS = [str(words) for choices in (Need, Source, SaidConsent, Role, Sex) for words in choices.labels]


def test_every_message_that_a_family_or_a_referrer_sees_has_its_welsh() -> None:
    wanted = {one for path in files() for one, _plural in messages(path)} | set(WORDS)
    assert len(wanted) > 200
    assert sorted(wanted - set(WELSH) - {""}) == []


def test_welsh_keeps_the_places_of_what_is_filled_in() -> None:
    wrong = [
        one for one, words in WELSH.items() if one and sorted(PLACES.findall(one)) != sorted(PLACES.findall(words))
    ]
    assert wrong == []


def test_a_catalogue_is_compiled_as_gettext_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n!=1);\\n"\n\n'
        'msgid "one \\"word\\""\nmsgstr "un "\n"gair"\n\n'
        '#, fuzzy\nmsgid "not sure"\nmsgstr "ansicr"\n\n'
        'msgid "none yet"\nmsgstr ""\n\n'
        'msgctxt "of time"\nmsgid "May"\nmsgstr "Mai"\n\n'
        'msgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%d diwrnod"\nmsgstr[1] "%d diwrnodau"\n',
        encoding="utf-8",
    )
    assert len(compile_catalogues(tmp_path)) == 1 and compile_catalogues(tmp_path) == []
    found = gettext.GNUTranslations(io.BytesIO((folder / "django.mo").read_bytes()))
    assert found.gettext('one "word"') == "un gair" and found.gettext("not sure") == "not sure"
    assert found.gettext("none yet") == "none yet" and found.pgettext("of time", "May") == "Mai"
    assert (found.ngettext("%d day", "%d days", 1), found.ngettext("%d day", "%d days", 5)) == (
        "%d diwrnod", "%d diwrnodau",
    )  # fmt: skip
    assert compiled({}) and AgencyKind.SCHOOL


def test_dates_and_times_speak_welsh() -> None:
    with translation.override("cy"):
        assert date_words(date(2026, 3, 14)) == "14 Mawrth 2026"
        moment = timezone.make_aware(datetime(2026, 3, 14, 12, 0))
        assert datetime_words(moment) == "14 Mawrth 2026 am hanner dydd"


@pytest.mark.django_db
def test_a_family_asks_for_help_in_welsh(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "cy", "next": "/ask-for-help/"})
    page = client.get("/ask-for-help/").content.decode()
    for words in (
        "Gofyn am help i deulu",
        "Beth sy’n digwydd",
        "Rhiant neu ofalwr",
        "Ysgol, neu gyrraedd yno",
        'lang="cy"',
    ):
        assert words in page
    wrong = client.post("/ask-for-help/", {}).content.decode()
    assert "Mae problem" in wrong and "Atebwch" in wrong
