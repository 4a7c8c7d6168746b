"""Welsh is complete for whatever families and referrers see, fits its message, and is compiled as gettext reads it."""

import gettext
import io
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy
from django.utils.translation.trans_real import DjangoTranslation

from agencies.languages import as_written, told
from agencies.vocabulary import AgencyKind
from agencies.words import Words
from cases.vocabulary import Need, Role, SaidConsent, Sex, Source
from datasharing.retention import schedule
from lintel.navigation import places_of
from lintel.setup.catalogues import compile_catalogues, compiled
from lintel.setup.vocabulary import messages
from lintel.templatetags.ui import date_words, datetime_words
from tests.cast import Cast, sign_in
from tests.lintel.facing import files
from tests.lintel.welsh import APPS, FINISHED, bare_words, sources, unmarked_words, wanted, welsh

PLACES = re.compile(r"%\(\w+\)[sd]|{\w+}|<[^>]+>")
CATALOGUES = welsh()
WELSH = {one: words for catalogue in CATALOGUES.values() for one, words in catalogue.items()}
WORDS = [str(words) for choices in (Need, Source, SaidConsent, Role, Sex) for words in choices.labels]


def translated() -> set[str]:
    """Every message that has its Welsh; of one with a plural, what is said of one."""
    return {one.split("\0")[0] for one in WELSH}


def test_every_message_that_a_family_or_a_referrer_sees_has_its_welsh() -> None:
    seen = {one for path in files() for one, _plural in messages(path)} | set(WORDS)
    assert len(seen) > 200
    assert sorted(seen - translated() - {""}) == []


def test_every_message_of_an_app_that_speaks_welsh_throughout_has_its_welsh() -> None:
    assert {app: sorted(wanted(app) - translated()) for app in FINISHED} == {app: [] for app in FINISHED}


def test_the_words_of_the_retention_schedule_have_their_welsh() -> None:
    """They are data, so that nothing marks them."""
    said = [words for rule in schedule().rules for words in (rule.title, rule.after)]
    assert sorted(set(said) - translated()) == []


def test_no_word_of_a_template_stands_outside_the_tags_that_translate() -> None:
    templates = [path for app in APPS for path in sources(app) if path.suffix == ".html"]
    assert len(templates) > 200
    assert {path.name: found for path in templates if (found := bare_words(path))} == {}


def test_no_word_of_an_app_that_speaks_welsh_throughout_is_unmarked() -> None:
    modules = [path for app in FINISHED for path in sources(app) if path.suffix == ".py"]
    assert [found for path in modules for found in unmarked_words(path)] == []


def test_words_that_nobody_marked_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{% translate "Said" %}<p title="Not said">{{ name }} of {# why #}</p>{% comment %}x y{% endcomment %}'
    )
    assert bare_words(page) == ["Not said", "of"]


def test_a_message_stands_in_one_catalogue() -> None:
    held = [one for catalogue in CATALOGUES.values() for one in catalogue if one]
    assert sorted({one for one in held if held.count(one) > 1}) == []


def test_welsh_keeps_the_places_of_what_is_filled_in() -> None:
    def places(words: str) -> set[str]:
        return set(PLACES.findall(words))

    wrong = [
        (one, said)
        for one, words in WELSH.items()
        for said in words.split("\0")
        if one and places(said) != places(one.split("\0")[-1])
    ]
    assert wrong == []


def test_words_of_reasoning_are_told_in_the_readers_language_and_kept_in_english() -> None:
    words = Words("You act as: %(post)s.", post=Words("Housing"))
    with translation.override("cy"):
        assert told(words) == "Rydych yn gweithredu fel: Tai."
        assert (as_written(words), words) == ("You act as: Housing.", "You act as: Housing.")
        assert told("Zebedee") == "Zebedee" and as_written(gettext_lazy("Housing")) == "Housing"


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
def test_every_page_that_a_post_is_offered_opens_in_welsh(client: Client, cast: Cast) -> None:
    posts = (cast.key_worker, cast.team_manager, cast.screener, cast.commissioner, cast.administrator, cast.school)
    opened = set()
    for actor in posts:
        sign_in(client, actor)
        client.cookies["django_language"] = "cy"
        for address, _words in places_of(actor):
            page = client.get(address)
            assert page.status_code == 200 and b'lang="cy"' in page.content, address
            opened.add(address)
    assert len(opened) > 15


@pytest.mark.django_db
def test_the_api_speaks_english(client: Client) -> None:
    client.cookies["django_language"] = "cy"
    assert client.get("/api/v1/families/").json()["detail"].startswith("Sign in, or send a token")


def test_the_words_of_a_programme_come_before_an_apps_catalogue(tmp_path: Path) -> None:
    made = tmp_path / "cy" / "LC_MESSAGES" / "django.mo"
    made.parent.mkdir(parents=True)
    made.write_bytes(compiled({"": WELSH[""], "Panel chair": "X"}))
    assert DjangoTranslation("cy").gettext("Panel chair") == "Cadeirydd panel"
    with override_settings(LOCALE_PATHS=[tmp_path, *settings.LOCALE_PATHS]):
        assert DjangoTranslation("cy").gettext("Panel chair") == "X"


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
