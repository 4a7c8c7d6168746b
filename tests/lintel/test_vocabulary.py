"""What screens call things is data: each vocabulary says its own words, and never to a family."""

import gettext
import io
from pathlib import Path

import pytest

from lintel.setup.vocabulary import FOLDER, catalogue_of, make_vocabulary, read_vocabulary, said_with

HELP = read_vocabulary("family-help-2026")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_vocabulary_that_ships_changes_something(path: Path) -> None:
    assert len(catalogue_of(read_vocabulary(path.stem))) > 1


def test_words_keep_their_capital_and_their_plural_and_what_is_filled_in_stays() -> None:
    assert said_with("Key workers, now and before", HELP) == "Family Help lead practitioners, now and before"
    assert said_with("Change the key worker", HELP) == "Change the Family Help lead practitioner"
    assert said_with("{name} and <b>", HELP) == "{name} and <b>"


def test_what_a_family_reads_says_no_programmes_name() -> None:
    found = catalogue_of(HELP)
    assert "Send it to your key worker" not in found and "Thank you. Your key worker will read it." not in found
    assert found["The team around the family"] == "The Family Help team"


def test_set_up_makes_the_catalogue_that_gettext_reads(tmp_path: Path) -> None:
    assert make_vocabulary("family-help-2026", tmp_path) > 10
    made = tmp_path / "en_GB" / "LC_MESSAGES" / "django.mo"
    told = gettext.GNUTranslations(io.BytesIO(made.read_bytes()))
    assert told.gettext("Change the key worker") == "Change the Family Help lead practitioner"
    assert told.gettext("My families") == "My families"
    assert make_vocabulary("", tmp_path) == 0 and not made.exists()
    with pytest.raises(ValueError, match="There are: community-budgets-2011, family-help-2026"):
        make_vocabulary("../secrets", tmp_path)
