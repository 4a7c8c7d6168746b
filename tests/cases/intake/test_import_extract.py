"""Taking a partner's file in, on the real database: all or nothing, once, and every row accounted for."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from agencies.models import JournalEntry
from agencies.refusals import NotAllowed, NotFound
from cases.intake.models import Extract, ExtractRow, Occurrence
from cases.intake.operations.import_extract import Intake, import_extract
from cases.intake.operations.resend_set_aside import resend_set_aside
from cases.intake.reading import FileRefused
from cases.intake.selectors.extracts import extracts, set_aside_file, set_aside_rows
from datasharing.models import Agreement, DataSubject, Party, Rule
from tests.cases.intake.extracts import ANN, BEN, COVER, file_of, health, health_file, mended_file
from tests.cases.intake.suppliers import Suppliers, sign

pytestmark = pytest.mark.django_db


def held() -> dict[str, Any]:
    """Everything that an import may write."""
    return {
        "rows": list(ExtractRow.objects.order_by("pk").values()),
        "occurrences": list(Occurrence.objects.order_by("pk").values()),
        "subjects": DataSubject.objects.count(),
        "extracts": list(Extract.objects.order_by("pk").values()),
        "journal": JournalEntry.objects.count(),
    }


def test_every_row_is_in_or_set_aside_with_its_reason(place: Suppliers) -> None:
    done = import_extract(
        place.health, "health_events", cover=COVER,
        file=health_file(
            health(ANN), health(BEN, "Mental health service"), health(ANN, first="31/02/2025"), "short,row"
        ),
    )  # fmt: skip
    assert (done.rows_in, done.rows_set_aside, done.already) == (2, 2, False)
    rows = {row.line: row for row in ExtractRow.objects.all()}
    assert [rows[line].status for line in (2, 3, 4, 5)] == ["in", "in", "set_aside", "set_aside"]
    assert (rows[4].column, rows[4].reason) == ("event_date", "“31/02/2025” is not a day that can be")
    assert rows[5].raw == ["short", "row"]
    assert rows[2].raw is None
    spell = Occurrence.objects.get(code="health.mental_health_service")
    assert (spell.is_open, spell.ends_on, spell.category) == (True, date(2026, 9, 1), "mental_health")
    assert spell.row == rows[3]
    assert spell.subject_id == rows[3].subject_id


def test_one_file_is_one_journal_entry_without_a_name_in_it(place: Suppliers) -> None:
    before = JournalEntry.objects.count()
    import_extract(place.health, "health_events", cover=COVER, file=health_file(health(ANN), health(BEN)))
    entry = JournalEntry.objects.latest("id")
    assert JournalEntry.objects.count() == before + 1
    assert entry.event == "extract.imported"
    assert entry.detail["rows_in"] == 2
    assert "Khan" not in str(entry.detail)


def test_the_same_file_again_changes_nothing(place: Suppliers) -> None:
    rows = (health(ANN), health(ANN), "short")
    import_extract(place.health, "health_events", cover=COVER, file=health_file(*rows))
    before = held()
    again = import_extract(place.health, "health_events", cover=COVER, file=health_file(*rows))
    assert again.already
    assert held() == before


def test_rows_alike_are_separate_and_a_later_file_adds_only_what_is_new(place: Suppliers) -> None:
    import_extract(place.health, "health_events", cover=COVER, file=health_file(health(ANN), health(ANN)))
    assert Occurrence.objects.count() == 2
    later = import_extract(
        place.health, "health_events", cover=COVER, file=health_file(health(BEN), *[health(ANN)] * 3)
    )
    assert (later.rows_in, later.rows_known) == (4, 2)
    assert Occurrence.objects.count() == 4
    assert sorted(row.occurrence for row in ExtractRow.objects.all() if row.given_name == "Ann") == [1, 2, 3]


def test_a_spell_still_open_in_a_later_file_runs_to_the_end_of_its_cover(place: Suppliers) -> None:
    row = health(ANN, "Mental health service")
    import_extract(place.health, "health_events", cover=COVER, file=health_file(row))
    Occurrence.objects.update(posted_at="2026-09-05T00:00Z")
    later = replace(COVER, last_day=date(2026, 10, 31), supplied_on=date(2026, 11, 2))
    import_extract(place.health, "health_events", cover=later, file=health_file(row, health(BEN)))
    spell = Occurrence.objects.get(code="health.mental_health_service")
    assert (spell.ends_on, spell.posted_at) == (date(2026, 11, 1), None)


def test_a_refused_file_leaves_nothing_but_the_word_that_it_was_refused(place: Suppliers) -> None:
    with pytest.raises(FileRefused, match="2 of 2 rows"):
        import_extract(place.health, "health_events", cover=COVER, file=health_file("short", "shorter"))
    assert ExtractRow.objects.count() == Occurrence.objects.count() == DataSubject.objects.count() == 0
    extract = Extract.objects.get()
    assert extract.state == "refused"
    assert "2 of 2 rows" in extract.refusal
    assert JournalEntry.objects.latest("id").event == "extract.refused"


def test_an_import_that_breaks_off_leaves_nothing_and_is_finished_by_running_it_again(
    place: Suppliers, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [health(ANN, first=f"202501{day:02d}") for day in range(1, 21)]
    whole = Intake.take

    def breaks_off(self: Intake, batch: list[Any]) -> None:
        whole(self, batch)
        if self.rows > 10:
            raise ConnectionError("the line went dead")

    monkeypatch.setattr("cases.intake.operations.import_extract.BATCH", 6)
    monkeypatch.setattr(Intake, "take", breaks_off)
    with pytest.raises(ConnectionError):
        import_extract(place.health, "health_events", cover=COVER, file=health_file(*rows))
    assert Extract.objects.count() == ExtractRow.objects.count() == Occurrence.objects.count() == 0
    monkeypatch.setattr(Intake, "take", whole)
    assert import_extract(place.health, "health_events", cover=COVER, file=health_file(*rows)).rows_in == 20


def test_progress_is_told_as_rows_are_read(place: Suppliers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.intake.operations.import_extract.BATCH", 2)
    told: list[int] = []
    import_extract(
        place.health, "health_events", cover=COVER, file=health_file(*[health(ANN)] * 5), progress=told.append
    )
    assert told == [2, 4, 5]


def test_a_file_that_no_agreement_covers_is_refused_and_goes_in_once_it_is_signed(unsigned: Suppliers) -> None:
    rows = health(ANN), health(BEN)
    with pytest.raises(FileRefused, match="“Direct care” has not been signed by the supplier"):
        import_extract(unsigned.health, "health_events", cover=COVER, file=health_file(*rows))
    sign("ashworth-health")
    with pytest.raises(FileRefused, match="nothing agreed covers mental health, physical health"):
        import_extract(unsigned.health, "health_events", cover=COVER, file=health_file(*rows))
    sign("ashworth-council")
    assert import_extract(unsigned.health, "health_events", cover=COVER, file=health_file(*rows)).rows_in == 2
    assert Extract.objects.count() == 1


def test_a_file_whose_agreement_does_not_exist_is_refused(place: Suppliers) -> None:
    Rule.objects.all().delete()
    Party.objects.all().delete()
    Agreement.objects.all().delete()
    with pytest.raises(FileRefused, match="there is no agreement called direct-care"):
        import_extract(place.health, "health_events", cover=COVER, file=health_file(health(ANN)))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"suspended_at": "2026-01-01T00:00Z"}, "is suspended"),
        ({"starts_on": date(2019, 1, 1), "ends_on": date(2020, 1, 1)}, "is not in force"),
    ],
)
def test_an_agreement_that_is_not_in_force_covers_nothing(place: Suppliers, change: dict[str, Any], words: str) -> None:
    Agreement.objects.filter(reference="direct-care").update(**change)
    with pytest.raises(FileRefused, match=words):
        import_extract(place.health, "health_events", cover=COVER, file=health_file(health(ANN)))


def test_an_agreement_that_no_receiver_has_signed_covers_nothing(place: Suppliers) -> None:
    Party.objects.exclude(agency__kind="jobcentre_plus").update(signed_at=None)
    claim = "AB123456C,Clegg,Ann,11-JUN-2001,WX15 1RZ,New Style ESA,01-SEP-2023,10-JUN-2026"
    with pytest.raises(FileRefused, match="nothing agreed covers"):
        import_extract(place.jobcentre, "jcp_claims", cover=COVER, file=file_of("jcp_claims", claim))


def test_only_the_supplier_and_administrators_take_a_file_in(place: Suppliers) -> None:
    for actor in (place.police, place.key_worker, place.governance):
        with pytest.raises(NotAllowed, match="ashworth-health"):
            import_extract(actor, "health_events", cover=COVER, file=health_file(health(ANN)))
    assert import_extract(place.administrator, "health_events", cover=COVER, file=health_file(health(ANN))).rows_in == 1


def test_where_several_agencies_could_supply_a_file_one_is_named(place: Suppliers) -> None:
    row = "SC1,Ann,Khan,2010-03-09,,WX4 3AF,CIN,2025-01-05,"
    with pytest.raises(FileRefused, match="several agencies"):
        import_extract(None, "council_social_care", cover=COVER, file=_social_care(row))
    with pytest.raises(FileRefused, match="no such agency"):
        import_extract(None, "council_social_care", cover=COVER, file=_social_care(row), supplier="ashworth-health")
    done = import_extract(None, "council_social_care", cover=COVER, file=_social_care(row), supplier="ashworth-council")
    assert done.supplier == "ashworth-council"


def _social_care(row: str) -> BytesIO:
    return file_of("council_social_care", row)


def test_an_unknown_profile_and_days_out_of_order_are_refused(place: Suppliers) -> None:
    with pytest.raises(FileRefused, match="no profile called 'tea'"):
        import_extract(place.health, "tea", cover=COVER, file=health_file(health(ANN)))
    backwards = replace(COVER, last_day=date(2020, 1, 1))
    with pytest.raises(FileRefused, match="follow one another"):
        import_extract(place.health, "health_events", cover=backwards, file=health_file(health(ANN)))


def test_rows_set_aside_are_given_out_neutralised_and_come_back_mended(place: Suppliers) -> None:
    formula = '9434765919,Khan,"=HYPERLINK(""x"")&Ann",20100309,WX4 3AF,Tea dance,20250105,'
    done = import_extract(
        place.health, "health_events", cover=COVER, file=health_file(health(BEN), formula, health(ANN, first="never"))
    )
    [first, second] = set_aside_rows(place.health, done.extract)
    assert (first.line, first.column) == (3, "event_type")
    assert second.line == 4
    given = "".join(set_aside_file(place.health, done.extract))
    assert given.startswith("\ufeffLintel line,Lintel column,Lintel reason,nhs_number")
    assert "'=HYPERLINK" in given
    mended = given.replace("Tea dance", "ED attendance")
    once = resend_set_aside(place.health, done.extract, file=_bytes(mended))
    assert (once.mended, once.failing, once.before, once.unknown) == (1, 1, 0, 0)
    row = ExtractRow.objects.get(line=3)
    assert (row.status, row.given_name, row.raw) == ("mended", '=HYPERLINK("x")&Ann', None)
    assert Occurrence.objects.filter(row=row).count() == 1
    before = held()
    twice = resend_set_aside(place.health, done.extract, file=_bytes(mended.replace("never", "no day")))
    assert (twice.mended, twice.failing, twice.before) == (0, 1, 1)
    assert held()["occurrences"] == before["occurrences"]
    assert Extract.objects.get().rows_in == 2
    assert ExtractRow.objects.get(line=4).reason == "“no day” is not a day that can be"


def _bytes(text: str) -> BytesIO:
    return BytesIO(text.encode())


def test_a_mended_row_like_one_already_in_is_one_more_event(place: Suppliers) -> None:
    done = import_extract(
        place.health,
        "health_events",
        cover=COVER,
        file=health_file(health(ANN), health(BEN), health(ANN, first="never")),
    )
    resend_set_aside(
        place.health, done.extract, file=mended_file("health_events", [(4, health(ANN)), (99, health(BEN))])
    )
    alike = [row for row in ExtractRow.objects.order_by("line") if row.given_name == "Ann"]
    assert [row.occurrence for row in alike] == [1, 2]
    assert Occurrence.objects.count() == 3


def test_nobody_else_sees_a_suppliers_files(place: Suppliers) -> None:
    done = import_extract(place.health, "health_events", cover=COVER, file=health_file(health(ANN), "short"))
    assert [sheet.extract for sheet in extracts(place.health)] == [done.extract]
    assert [sheet.extract for sheet in extracts(place.governance)] == [done.extract]
    assert extracts(place.police) == []
    with pytest.raises(NotFound):
        set_aside_rows(place.police, done.extract)
    with pytest.raises(NotFound):
        set_aside_file(place.key_worker, done.extract)


def test_the_command_reads_the_manifest_beside_the_file(place: Suppliers, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "health_events.csv"
    file.write_bytes(health_file(health(ANN), health(BEN)).getvalue())
    with pytest.raises(CommandError, match="Say which days"):
        call_command("import_extract", "health_events", str(file))
    (tmp_path / "manifest.csv").write_text(
        "extract,supplier,covers_from,covers_to,supplied_on\nhealth_events,health,2023-09-01,2026-08-31,2026-09-04\n"
    )
    call_command("import_extract", "health_events", str(file))
    assert "2 rows in" in capsys.readouterr().out
    assert Extract.objects.get().covers_to == date(2026, 8, 31)
    call_command("import_extract", "health_events", str(file))
    assert "nothing changed" in capsys.readouterr().out
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_extract", "health_events", str(tmp_path / "none.csv"))


def test_the_app_role_can_take_a_file_in(place: Suppliers, as_the_app: None) -> None:
    assert import_extract(place.health, "health_events", cover=COVER, file=health_file(health(ANN))).rows_in == 1
