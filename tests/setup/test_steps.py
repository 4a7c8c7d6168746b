"""The steps of set-up: what is installed already, what a run came to, and what stops it, in words."""

import sys

import pytest

from lintel.setup import __main__ as setup
from lintel.setup import environment, running, serve
from lintel.setup.checking import Counted, read_junit
from lintel.setup.words import SetupRefused


def test_the_environment_for_tests_serves_for_running_too(monkeypatch):
    monkeypatch.setattr(environment, "_digest", lambda lock: f"digest of {lock}")
    held = {environment.DEV: f"digest of {environment.DEV}"}
    assert environment._up_to_date(environment.RUN, held)
    assert not environment._up_to_date(environment.DEV, {environment.RUN: f"digest of {environment.RUN}"})
    assert not environment._up_to_date(environment.RUN, {environment.RUN: "an older digest"})


def test_a_python_that_is_too_old_is_said_in_words(monkeypatch):
    monkeypatch.setattr(environment, "OLDEST", (9, 0))
    with pytest.raises(SetupRefused, match=r"needs Python 9\.0 or newer; this one is .*PYTHON="):
        environment.ensure_environment(environment.RUN)


def test_a_step_that_cannot_go_on_speaks_without_a_traceback(monkeypatch, capsys):
    def refuse():
        raise SetupRefused("There is no cheese.")

    monkeypatch.setitem(setup.STEPS, "run", refuse)
    assert setup.main(["run"]) == 1
    assert capsys.readouterr().err == "lintel: There is no cheese.\n"


def test_an_unknown_step_is_answered_with_the_steps_there_are(capsys):
    assert setup.main(["dance"]) == 2
    assert "run" in capsys.readouterr().err


def test_the_tests_are_counted_from_the_report_of_the_run(tmp_path):
    report = tmp_path / "tests.xml"
    report.write_text(
        '<testsuites><testsuite tests="7" failures="1" errors="1" skipped="2"/></testsuites>', encoding="utf-8"
    )
    assert read_junit(report) == Counted(tests=7, failed=2, skipped=2)
    assert read_junit(tmp_path / "none.xml") == Counted(0, 0, 0)


def test_a_port_that_somebody_else_has_stops_the_run_with_their_name(monkeypatch):
    monkeypatch.setattr(running, "is_free", lambda port: False)
    monkeypatch.setattr(running, "listener", lambda port: (4242, "another program"))
    monkeypatch.setattr(running, "running_server", lambda: None)
    monkeypatch.setattr(running, "why_taken", lambda port: f"Port {port} is taken")
    with pytest.raises(SetupRefused, match="Port 8000 is taken"):
        running.free_port(8000)


def test_a_server_of_an_earlier_run_is_stopped_and_its_port_used(monkeypatch, capsys):
    stopped = []
    monkeypatch.setattr(running, "is_free", lambda port: bool(stopped))
    monkeypatch.setattr(running, "listener", lambda port: (77, "gunicorn"))
    monkeypatch.setattr(running, "running_server", lambda: 77)
    monkeypatch.setattr(running, "stop_server", lambda: stopped.append(77))
    running.free_port(8000)
    assert stopped == [77]
    assert "process 77" in capsys.readouterr().out


def test_a_server_that_ends_at_once_is_said_with_the_end_of_its_log(tmp_path, monkeypatch):
    monkeypatch.setenv("LINTEL_HOME", str(tmp_path))
    monkeypatch.setattr(serve, "python", lambda: sys.executable)
    environment_without_address = {"DATABASE_URL": "mysql://nowhere/at-all", "PATH": ""}
    with pytest.raises(SetupRefused, match="The server does not answer") as refused:
        serve.start_server(1, environment_without_address)
    assert "PostgreSQL and in nothing else" in str(refused.value)
    assert serve.running_server() is None


def test_starting_over_leaves_a_database_that_is_not_ours_alone(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://o@db.example/theirs")
    with pytest.raises(SetupRefused, match="deletes only the private one"):
        running.fresh()


def test_a_place_needs_a_folder_and_somewhere_to_write(monkeypatch, tmp_path):
    monkeypatch.delenv("PLACE", raising=False)
    with pytest.raises(SetupRefused, match=r"PLACE=.* OUT="):
        running.place()
    monkeypatch.setenv("PLACE", str(tmp_path / "nowhere"))
    monkeypatch.setenv("OUT", str(tmp_path))
    with pytest.raises(SetupRefused, match="is not a folder"):
        running.place()
