"""The private folder: secrets made once, readable by their owner alone."""

import subprocess
import sys

from lintel.setup import places


def test_secrets_are_made_once_and_kept_private(tmp_path, monkeypatch):
    monkeypatch.setenv("LINTEL_HOME", str(tmp_path / "private"))
    first = places.ensure_secrets()
    assert len(first["SECRET_KEY"]) > 50
    assert places.ensure_secrets() == first
    assert (tmp_path / "private" / places.SECRETS).stat().st_mode & 0o777 == 0o600


def test_a_secret_that_is_missing_is_added_and_the_others_stay(tmp_path, monkeypatch):
    monkeypatch.setenv("LINTEL_HOME", str(tmp_path))
    places.write_private(places.SECRETS, {"SECRET_KEY": "kept"})
    held = places.ensure_secrets()
    assert held["SECRET_KEY"] == "kept"
    assert held["LINTEL_APP_PASSWORD"]


def test_notes_and_blank_lines_in_a_private_file_are_passed_over(tmp_path, monkeypatch):
    monkeypatch.setenv("LINTEL_HOME", str(tmp_path))
    (tmp_path / places.DATABASE).write_text("# a note\n\nDATABASE_URL=postgres://o@/h?host=/x\n", encoding="utf-8")
    assert places.read_private(places.DATABASE) == {"DATABASE_URL": "postgres://o@/h?host=/x"}


def test_bytecode_is_kept_in_the_private_folder_and_never_beside_the_sources(tmp_path, monkeypatch):
    monkeypatch.setenv("LINTEL_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX")
    places.keep_bytecode()
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "spoken.py").write_text("WORDS = 'once'\n")
    subprocess.run([sys.executable, "-c", "import spoken"], cwd=tmp_path / "sources", check=True)
    assert not list((tmp_path / "sources").rglob("*.pyc"))
    assert len(list((tmp_path / "bytecode").rglob("spoken*.pyc"))) == 1
