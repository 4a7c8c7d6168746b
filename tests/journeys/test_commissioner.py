"""A commissioner reads what support costs and saves, chooses which families, prints it and takes the figures away."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from tests.journeys.visit import Visit, Way
from tests.journeys.worlds import House, a_published_overview


@pytest.fixture(scope="module")
def published(house: House) -> None:
    """An edition."""
    a_published_overview(house.cast)


def test_a_commissioner_reads_filters_prints_and_downloads_the_overview(
    house: House, published: None, way: Way, visit: Callable[[], Visit]
) -> None:
    me = visit()
    me.sign_in("commissioner")
    me.look("Overview")
    me.reads("Overview of Ashworth")
    if way.with_script and way.width < 600:
        me.page.locator(".lintel-filter__head").click()
    second = me.page.locator("main input[type=radio]").nth(1)
    second.check()
    me.press("Apply filters")
    me.look("Overview", "filtered")
    assert "band=" in me.address and second.is_checked()
    _takes_the_figures(me)
    if way.with_script:
        _prints(me)


def _takes_the_figures(me: Visit) -> None:
    with me.page.expect_download() as coming:
        me.page.get_by_role("link", name="Download these figures (CSV)").click()
    path = Path(coming.value.path())
    rows = list(csv.reader(StringIO(path.read_text(encoding="utf-8-sig"))))
    assert coming.value.suggested_filename.endswith(".csv") and len(rows) > 5


def _prints(me: Visit) -> None:
    me.page.emulate_media(media="print")
    me.look("Overview", "for print")
    assert not me.page.locator("header, .lintel-filter, .govuk-button").filter(visible=True).count()
    assert me.page.pdf(format="A4").startswith(b"%PDF")
    me.page.emulate_media(media="screen")
