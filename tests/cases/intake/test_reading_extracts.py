"""Reading files through their profiles: rows in, rows set aside with a reason, whole files refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO

import pytest

from cases.intake.happenings import Cover, ReadEvent
from cases.intake.profile import Profile, shipped_profile
from cases.intake.reading import FileRefused, ReadRow, SetAsideRow, read_rows

COVER = Cover(date(2023, 9, 1), date(2026, 8, 31), date(2026, 9, 4))
HEALTH = shipped_profile("health_events")
PUPILS = shipped_profile("council_education")
CLAIMS = shipped_profile("jcp_claims")
GOOD = "9434765919,Khan,Ann,20100309,WX4 3AF,ED attendance,20250105,"
PUPIL = "R201100018042,Ann,Khan,09/03/2010,F,12 Mill Lane,WX4 3AF,{term},{possible},{missed},0,{suspensions},{out}"


def written(
    profile: Profile, rows: Sequence[str], *, header: str | None = None, encoding: str | None = None
) -> BytesIO:
    lines = [",".join(profile.headers) if header is None else header, *rows]
    return BytesIO("".join(f"{line}\r\n" for line in lines).encode(encoding or profile.encoding))


def read(profile: Profile, *rows: str) -> list[ReadRow | SetAsideRow]:
    """The rows of a file in which enough good ones stand beside those given."""
    return list(read_rows(written(profile, rows), profile, COVER))


def one_in(profile: Profile, row: str) -> ReadRow:
    [found] = read(profile, row)
    assert isinstance(found, ReadRow), found
    return found


def one_aside(row: str) -> SetAsideRow:
    _, found = read(HEALTH, GOOD, row)
    assert isinstance(found, SetAsideRow), found
    return found


def test_a_good_row_goes_in_with_its_person_and_event() -> None:
    row = one_in(HEALTH, GOOD)
    assert row.line == 2
    assert row.person.ids == (("nhs_number", "9434765919"),)
    assert (row.person.given_name, row.person.family_name) == ("Ann", "Khan")
    assert row.person.date_of_birth == date(2010, 3, 9)
    assert row.person.postcode == "WX43AF"
    assert row.events == (ReadEvent("health.ed_attendance", date(2025, 1, 5), None, False, ""),)
    assert row.remarks == ()


def test_a_spell_runs_to_its_end_day_and_an_open_one_to_the_day_after_the_cover() -> None:
    ended = one_in(HEALTH, "9434765919,Khan,Ann,20100309,WX4 3AF,Mental health service,20250105,20250301")
    still = one_in(HEALTH, "9434765919,Khan,Ann,20100309,WX4 3AF,Mental health service,20250105,")
    assert ended.events[0].end_day == date(2025, 3, 1)
    assert not ended.events[0].is_open
    assert still.events[0].end_day == date(2026, 9, 1)
    assert still.events[0].is_open


def test_people_named_in_one_incident_share_its_number() -> None:
    police = shipped_profile("police_incidents")
    rows = read(
        police,
        "INC1,05012025,DOMESTIC ABUSE - NON CRIME,KHAN,ANN,09032010,VICTIM,12 MILL LANE,WX4 3AF",
        "INC1,05012025,DOMESTIC ABUSE - NON CRIME,KHAN,BEN,,SUSPECT,12 MILL LANE,WX4 3AF",
    )
    assert [row.events[0].incident for row in rows if isinstance(row, ReadRow)] == ["INC1", "INC1"]


def test_a_pupils_row_tells_of_absence_suspensions_and_exclusion() -> None:
    row = one_in(PUPILS, PUPIL.format(term="2024-25 Autumn", possible=130, missed=13, suspensions=2, out="Y"))
    first = date(2024, 9, 3)
    assert row.events == (
        ReadEvent("education.suspension", first, None, False, ""),
        ReadEvent("education.suspension", first, None, False, ""),
        ReadEvent("education.permanent_exclusion", first, None, False, ""),
        ReadEvent("education.persistent_absence", first, date(2024, 12, 21), False, ""),
    )


def test_absence_just_below_a_tenth_is_not_persistent() -> None:
    row = one_in(PUPILS, PUPIL.format(term="2024-25 Autumn", possible=142, missed=14, suspensions=0, out="N"))
    assert row.events == ()


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"term": "31/02/2025"}, "Term"),
        ({"possible": "many"}, "Possible sessions"),
        ({"missed": "-3"}, "Unauthorised absence"),
        ({"missed": "131"}, "Unauthorised absence"),
        ({"suspensions": "999999"}, "Suspensions"),
        ({"out": "perhaps"}, "Permanent exclusion"),
    ],
)
def test_a_pupils_row_that_cannot_be_is_set_aside(changed: dict[str, str], column: str) -> None:
    good = {"term": "2024-25 Autumn", "possible": "130", "missed": "2", "suspensions": "0", "out": "N"}
    _, found = read(PUPILS, PUPIL.format(**good), PUPIL.format(**good | changed))
    assert isinstance(found, SetAsideRow)
    assert found.column == column


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("9434765919,Khan,Ann,31/02/2025,WX4 3AF,ED attendance,20250105,", "birth_date", "not a day that can be"),
        ("9434765919,Khan,Ann,20100309,WX4 3AF,ED attendance,20250231,", "event_date", "not a day that can be"),
        ("9434765919,Khan,Ann,20100309,WX4 3AF,ED attendance,,", "event_date", "there is no day"),
        ("9434765919,Khan,Ann,20100309,WX4 3AF,ED attendance,20261231,", "event_date", "after the file was supplied"),
        ("9434765919,Khan,Ann,20100309,WX4 3AF,Tea dance,20250105,", "event_type", "not a word that we know"),
        ("9434765919,Khan,Ann,20100309,WX4 3AF,Mental health service,20250105,20240105", "end_date", "not after"),
        ("9434765919,Khan,Ann,20100309", "", "the row is short: 4 values where 8 are due"),
        ("9434765919,Khan,Ann,20100309,WX4 3AF,ED attendance,20250105", "", "the row is short"),
        (GOOD + ",,", "", "the row is long"),
        ('9434765919,"Khan,Ann,20100309,WX4 3AF,ED attendance,20250105,', "", "quotation mark"),
        ("9434765919,Kh\x07an,Ann,20100309,WX4 3AF,ED attendance,20250105,", "", "control characters"),
        ("9434765918,,,20100309,WX4 3AF,ED attendance,20250105,", "nhs_number", "check digit is wrong, and there is"),
        (",,,20100309,WX4 3AF,ED attendance,20250105,", "", "neither a name nor a number"),
        ("9434765919,Khan,Ann" + "n" * 500 + ",20100309,WX4 3AF,ED attendance,20250105,", "given_name", "longer than"),
    ],
)
def test_a_row_that_fails_is_set_aside_with_line_column_and_reason(row: str, column: str, reason: str) -> None:
    found = one_aside(row)
    assert (found.line, found.column, found.text) == (3, column, row)
    assert reason in found.reason


def test_an_unclosed_quotation_mark_swallows_no_other_row() -> None:
    rows = read(HEALTH, '9434765919,"Khan,Ann,20100309,WX4 3AF,ED attendance,20250105,', GOOD, GOOD)
    assert [type(row) for row in rows] == [SetAsideRow, ReadRow, ReadRow]


def test_a_wrong_number_beside_a_name_is_not_used_and_the_row_goes_in() -> None:
    row = one_in(HEALTH, "9434765918,Khan,Ann,,WX4 3AF,ED attendance,20250105,")
    assert row.person.ids == ()
    assert row.remarks == ("nhs_number: the NHS number's check digit is wrong; not used",)


def test_a_birth_date_after_the_file_was_supplied_is_not_used() -> None:
    row = one_in(HEALTH, "9434765919,Khan,Ann,20261201,WX4 3AF,ED attendance,20250105,")
    assert row.person.date_of_birth is None
    assert "after the file was supplied" in row.remarks[0]


def test_a_name_that_begins_with_a_formula_is_let_in_as_text() -> None:
    row = one_in(HEALTH, '9434765919,Khan,"=HYPERLINK(""x"")&Ann",20100309,WX4 3AF,ED attendance,20250105,')
    assert row.person.given_name == '=HYPERLINK("x")&Ann'


def test_a_name_in_one_column_is_parted_at_the_comma() -> None:
    housing = shipped_profile("council_housing")
    row = one_in(housing, 'T1,"O\'BRIEN, Ann Mary",30/06/1985,10939347686,1 Mill Lane,WX4 3AF,Eviction,06/04/2025')
    assert (row.person.family_name, row.person.given_name) == ("O'BRIEN", "Ann Mary")
    assert row.person.uprn == "10939347686"


def test_rows_alike_share_a_fingerprint_and_others_do_not() -> None:
    one, same, other = read(HEALTH, GOOD, GOOD + "", GOOD.replace("20250105", "20250106"))
    assert isinstance(one, ReadRow) and isinstance(same, ReadRow) and isinstance(other, ReadRow)
    assert one.fingerprint == same.fingerprint != other.fingerprint


def test_columns_in_another_order_are_read_by_their_names() -> None:
    names = list(HEALTH.headers)
    values = GOOD.split(",")
    header = ",".join(reversed(names))
    [row] = read_rows(written(HEALTH, [",".join(reversed(values))], header=header), HEALTH, COVER)
    assert isinstance(row, ReadRow)
    assert row.fingerprint == one_in(HEALTH, GOOD).fingerprint


def test_blank_lines_are_passed_over_and_lines_keep_their_numbers() -> None:
    assert [row.line for row in read(HEALTH, GOOD, "", GOOD)] == [2, 4]


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    data = b"\xef\xbb\xbf" + written(HEALTH, [GOOD]).getvalue()
    assert len(list(read_rows(BytesIO(data), HEALTH, COVER))) == 1


def test_accents_come_through_in_either_encoding() -> None:
    row = one_in(CLAIMS, "AB123456C,Clegg,Siân,11-JUN-2001,WX15 1RZ,New Style ESA,01-SEP-2023,10-JUN-2026")
    assert row.person.given_name == "Siân"
    assert one_in(HEALTH, GOOD.replace("Ann", "Zoë")).person.given_name == "Zoë"


def refused(data: bytes, profile: Profile = HEALTH) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        list(read_rows(BytesIO(data), profile, COVER))
    return caught.value


def test_a_file_in_another_encoding_is_refused_whole() -> None:
    found = refused(written(HEALTH, [GOOD, GOOD.replace("Ann", "Zoë")], encoding="cp1252").getvalue())
    assert found.line == 3
    assert "cp1252" in found.words


def test_utf8_read_as_cp1252_is_refused_whole() -> None:
    row = "AB123456C,Clegg,Siân,11-JUN-2001,WX15 1RZ,New Style ESA,01-SEP-2023,10-JUN-2026"
    assert "UTF-8" in refused(written(CLAIMS, [row], encoding="utf-8").getvalue(), CLAIMS).words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\r\n\r\n", "empty"),
        (",".join(HEALTH.headers).encode() + b"\r\n", "no rows"),
        (",".join(PUPILS.headers).encode() + b"\r\n", "columns are not those of health_events"),
        (b"nhs_number,family_name\r\n1,2\r\n", "It lacks given_name"),
        (b"9434765919,Khan,Ann,20100309,WX4 3AF,ED attendance,20250105,\r\n", "Its first line may be no header."),
        (",".join([*HEALTH.headers, "ethnicity"]).encode() + b"\r\n", "We do not know ethnicity"),
        (",".join([*HEALTH.headers, "postcode"]).encode() + b"\r\n", "stands there twice"),
        (";".join(HEALTH.headers).encode() + b"\r\n", "It lacks nhs_number"),
        ("nhs_number,fam".encode("utf-16"), "nulls"),
        (b"PK\x03\x04etc", "archive"),
        (written(HEALTH, [GOOD, "9,\x00,"]).getvalue(), "Line 3 holds nulls"),
        (written(HEALTH, [GOOD, "x" * 1_000_000]).getvalue(), "Line 3 is longer than"),
        (written(HEALTH, ["nothing,to,see"]).getvalue(), "1 of 1 rows cannot be read"),
        (written(HEALTH, [GOOD] * 15 + ["nothing,to,see"] * 5).getvalue(), "5 of 20 rows cannot be read"),
    ],
)
def test_a_file_that_is_not_what_was_agreed_is_refused_whole(data: bytes, words: str) -> None:
    assert words in refused(data).words


def test_a_file_beyond_its_bounds_is_refused_whole() -> None:
    small = replace(HEALTH, bounds=replace(HEALTH.bounds, rows=2, bytes=10_000))
    assert "more than 2 rows" in refused(written(HEALTH, [GOOD] * 3).getvalue(), small).words
    small = replace(HEALTH, bounds=replace(HEALTH.bounds, bytes=200))
    assert "larger than 200 bytes" in refused(written(HEALTH, [GOOD] * 3).getvalue(), small).words


def test_a_few_failing_rows_do_not_refuse_the_file() -> None:
    rows = read(HEALTH, *[GOOD] * 16, *["short"] * 4)
    assert sum(isinstance(row, SetAsideRow) for row in rows) == 4
    strict = replace(HEALTH, bounds=replace(HEALTH.bounds, refuse_share=Fraction("0.1")))
    with pytest.raises(FileRefused, match="4 of 20 rows"):
        list(read_rows(written(HEALTH, [*[GOOD] * 16, *["short"] * 4]), strict, COVER))
