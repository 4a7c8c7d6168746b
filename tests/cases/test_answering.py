"""The clock of an access request, and what of a record is told: truth tables."""

from datetime import date

import pytest

from cases.answering import ALSO_OTHERS, NOT_SENT, Around, due_on, months_on, names_somebody, why_withheld

OWN = Around(is_shared=False, family_is_open=False, others=0, address_is_protected=False)


@pytest.mark.parametrize(
    "day, months, due",
    [
        (date(2026, 3, 3), 1, date(2026, 4, 7)),
        (date(2026, 1, 31), 1, date(2026, 3, 2)),
        (date(2026, 6, 10), 1, date(2026, 7, 10)),
        (date(2026, 11, 25), 1, date(2026, 12, 29)),
        (date(2026, 6, 10), 3, date(2026, 9, 10)),
    ],
    ids=["over Easter", "a shorter month, and a Saturday", "a working day", "over Christmas", "three months"],
)
def test_a_month_ends_on_the_same_day_or_the_next_on_which_anybody_works(day, months, due):
    assert months_on(day, months) == due


def test_the_clock_begins_when_we_know_who_asks():
    assert due_on(date(2026, 6, 10), None) is None
    assert due_on(date(2026, 6, 10), date(2026, 6, 15)) == date(2026, 7, 15)
    assert due_on(date(2026, 6, 10), date(2026, 6, 1)) == date(2026, 7, 10)
    assert due_on(date(2026, 6, 10), date(2026, 6, 10), paused_days=4) == date(2026, 7, 14)
    assert due_on(date(2026, 6, 10), date(2026, 6, 10), extended=9) == date(2026, 9, 10)


@pytest.mark.parametrize(
    "around, categories, words, why",
    [
        (OWN, ["needs"], ["He likes school"], ""),
        (OWN, ["needs"], ["Ruth says he likes school"], ALSO_OTHERS),
        (OWN, ["needs"], ["It was truth"], ""),
        (Around(False, False, 1, False), ["needs"], [], ALSO_OTHERS),
        (Around(True, True, 0, False), ["plan"], ["One plan"], ""),
        (Around(True, False, 0, False), ["plan"], ["One plan"], ALSO_OTHERS),
        (Around(False, False, 0, True), ["whereabouts"], ["1 High Street"], NOT_SENT),
        (Around(False, False, 0, True), ["needs"], [], ""),
    ],
)
def test_what_is_withheld_and_why(around, categories, words, why):
    assert why_withheld(around, categories, words, ["Ruth"]) == why


def test_a_name_is_found_however_it_is_written():
    assert names_somebody(["RUTH's sister"], ["Ruth"]) and names_somebody(["to ruth."], ["Ruth"])
    assert not names_somebody(["Ruthless"], ["Ruth"]) and not names_somebody(["anything"], ["", "J"])
