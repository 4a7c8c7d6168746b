"""Referrals from a file: every line in, or set aside with its line and reason; sent twice, nothing changes."""

import json

from django.core.management import call_command

from cases.intake.models import Referral
from cases.intake.operations.import_referrals import import_referrals
from cases.models import Family
from tests.cast import email_of
from tests.world import said


def line(**facts):
    return json.dumps(said(**facts)).encode() + b"\n"


def test_each_line_goes_in_as_of_its_own_moment_or_is_set_aside_with_why(cast):
    lines = [
        line(id="R1", received_at="2026-05-01T16:53:00+01:00"),
        b"\n",
        b"{not json}\n",
        line(id="R2", people=[]),
        b'{"id": "\xff"}\n',
        line(id="R3", received_at="2090-01-01T00:00:00Z"),
        line(id="R4", concern="x" * 30_000),
        b"[" * 100_000 + b"\n",
        line(id="R1", received_at="2026-05-01T16:53:00+01:00"),
        line(id="R1", concern="Something else."),
        line(id="R5"),
    ]
    done = list(import_referrals(cast.screener, lines))
    assert [one.line for one in done if one.is_set_aside] == [3, 4, 5, 6, 7, 8, 10]
    assert [(one.line, one.sender_reference, one.is_new) for one in done if not one.is_set_aside] == [
        (1, "R1", True), (9, "R1", False), (11, "R5", True),
    ]  # fmt: skip
    assert all(one.reason and one.sent for one in done if one.is_set_aside)
    first = Referral.objects.get(sender_reference="R1")
    assert first.received_at.isoformat() == "2026-05-01T15:53:00+00:00"
    assert first.due_at.isoformat() == "2026-05-05T15:53:00+00:00", "a bank holiday lies between"


def test_with_matching_the_second_referral_of_a_family_joins_the_first(cast):
    done = list(import_referrals(cast.screener, [line(id="R1"), line(id="R2", concern="Again.")], match=True))
    assert [one.matched.band for one in done] == ["new", "link"]
    assert done[0].matched.file == done[1].matched.file
    assert Family.objects.count() == 1


def test_the_command_says_what_became_of_the_lines_and_keeps_those_set_aside(cast, tmp_path, capsys):
    file, aside = tmp_path / "in.jsonl", tmp_path / "aside.jsonl"
    file.write_bytes(line(id="R1") + b"nonsense\n")
    call_command("import_referrals", str(file), "--as", email_of("screener"), "--set-aside", str(aside))
    assert "1 taken in, 0 had come before, 1 set aside." in capsys.readouterr().out
    kept = json.loads(aside.read_text())
    assert kept["line"] == 2 and kept["sent"] == "nonsense" and "not JSON" in kept["reason"]
    call_command("import_referrals", str(file), "--as", email_of("screener"))
    assert "0 taken in, 1 had come before, 1 set aside." in capsys.readouterr().out
