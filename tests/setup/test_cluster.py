"""The private cluster: made, started, mended when killed, and stopped; on each server that this machine has."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from lintel.setup import cluster as private
from lintel.setup.places import ROOT
from lintel.setup.roles import EXTENSIONS, RoleRefused, ensure_app_role, why_refused
from lintel.setup.server import installed_server, wheel_server
from lintel.setup.words import SetupRefused

SERVERS = {"installed": installed_server(), "wheel": wheel_server(Path(sys.prefix))}


@pytest.fixture(scope="module", params=[name for name, programs in SERVERS.items() if programs])
def cluster(request):
    """A running cluster of its own in a folder that the server's user can reach."""
    home = Path(tempfile.mkdtemp(prefix="lintel-test-"))
    home.chmod(0o755)
    made = private.find_cluster(home, SERVERS[request.param])
    assert private.make_cluster(made)
    assert private.start_cluster(made)
    yield made
    private.delete_cluster(made)
    shutil.rmtree(home)


@pytest.fixture
def owner(cluster):
    """The owner's address of a database of this test's own, with the app's role made."""
    address = private.ensure_database(cluster, f"house_{time.monotonic_ns()}")
    ensure_app_role(address, "a password")
    return address


def start_wsgi(address):
    """Import what gunicorn serves, in a process of its own; what it said."""
    environment = {**os.environ, "DATABASE_URL": address.url(), "DJANGO_SETTINGS_MODULE": "lintel.settings"}
    environment |= {"LINTEL_DATABASE_ROLE": "app", "LINTEL_APP_PASSWORD": "a password", "SECRET_KEY": "x" * 60}
    return subprocess.run(
        [sys.executable, "-c", "import lintel.wsgi"], cwd=ROOT, env=environment, capture_output=True, text=True
    )


def test_a_cluster_is_made_and_started_once(cluster):
    assert not private.make_cluster(cluster)
    assert not private.start_cluster(cluster)


def test_it_listens_on_no_network_address_and_takes_300_connections(cluster):
    assert private.sql(cluster, "SHOW listen_addresses") == ""
    assert private.sql(cluster, "SHOW max_connections") == "300"
    assert private.sql(cluster, "SHOW lc_collate" if _major(cluster) < 16 else "SELECT 'C.UTF-8'") == "C.UTF-8"


def _major(cluster):
    return int((cluster.data / "PG_VERSION").read_text())


def test_only_its_own_user_may_enter_the_folder_of_its_socket(cluster):
    assert stat.S_IMODE(cluster.socket.stat().st_mode) == 0o700
    assert len(str(cluster.socket)) <= private.LONGEST_SOCKET_FOLDER


def test_a_killed_server_whose_process_file_lingers_is_started_again_with_its_records(cluster):
    private.sql(cluster, "CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(private.server_pid(cluster), signal.SIGKILL)
    assert (cluster.data / "postmaster.pid").exists()
    assert private.start_cluster(cluster)
    assert private.sql(cluster, "SELECT number FROM kept") == "7"
    private.sql(cluster, "DROP TABLE kept")


def test_a_process_file_that_names_a_stranger_is_mended(cluster):
    private.stop_cluster(cluster)
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n", encoding="utf-8")
    assert private.server_pid(cluster) is None
    assert private.start_cluster(cluster)


def test_a_cluster_that_cannot_start_says_why_in_words(cluster):
    private.stop_cluster(cluster)
    configuration = cluster.data / "postgresql.conf"
    kept = configuration.read_text(encoding="utf-8")
    configuration.write_text(kept + "\nno_such_setting = 1\n", encoding="utf-8")
    with pytest.raises(SetupRefused, match="no_such_setting"):
        private.start_cluster(cluster)
    configuration.write_text(kept, encoding="utf-8")
    assert private.start_cluster(cluster)


def test_records_of_another_version_are_refused_with_both_versions_named(cluster):
    private.stop_cluster(cluster)
    version = cluster.data / "PG_VERSION"
    kept = version.read_text(encoding="utf-8")
    version.write_text("9\n", encoding="utf-8")
    with pytest.raises(SetupRefused, match=r"made by PostgreSQL 9.*make fresh"):
        private.start_cluster(cluster)
    version.write_text(kept, encoding="utf-8")
    assert private.start_cluster(cluster)


def test_the_owner_has_no_powers_over_the_cluster_but_may_have_the_extensions(cluster, owner):
    with psycopg.connect(owner.conninfo(), autocommit=True) as session:
        powers = session.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone()
        assert powers == (False, False)
        for name in EXTENSIONS:
            session.execute(f"CREATE EXTENSION {name}")


def test_the_apps_role_has_no_powers_and_is_made_once(owner):
    assert not ensure_app_role(owner, "a password")
    with psycopg.connect(owner.as_role(owner.app_role, "a password").conninfo()) as session:
        assert why_refused(session) == []


def test_an_owner_who_may_not_make_roles_is_told_what_the_administrator_must_run(cluster, owner):
    private.sql(cluster, "CREATE ROLE modest LOGIN")
    private.sql(cluster, "CREATE DATABASE modest_house OWNER modest")
    with pytest.raises(RoleRefused, match='CREATE ROLE "modest_house_app" LOGIN') as refused:
        ensure_app_role(owner.for_database("modest_house").as_role("modest"), "a password")
    assert "LINTEL_APP_PASSWORD" in str(refused.value)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ('ALTER ROLE "{role}" SUPERUSER', "is a superuser"),
        ('ALTER ROLE "{role}" BYPASSRLS', "may bypass row-level security"),
        (
            'CREATE TABLE agencies_journalentry (); ALTER TABLE agencies_journalentry OWNER TO "{role}"',
            "owns the journal",
        ),
    ],
)
def test_a_powerful_app_role_is_refused_with_its_reason(cluster, owner, statement, words):
    private.sql(cluster, statement.format(role=owner.app_role), owner.database)
    with psycopg.connect(owner.as_role(owner.app_role, "a password").conninfo()) as session:
        reasons = why_refused(session)
    assert any(words in reason for reason in reasons)


def test_the_server_does_not_start_with_a_powerful_app_role(cluster, owner):
    private.sql(cluster, f'ALTER ROLE "{owner.app_role}" SUPERUSER')
    done = start_wsgi(owner)
    assert done.returncode != 0
    assert "Lintel does not start: the database role" in done.stderr


def test_a_machine_without_any_postgresql_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(private, "installed_server", lambda: None)
    monkeypatch.setattr(private, "wheel_server", lambda: None)
    with pytest.raises(SetupRefused, match="Install PostgreSQL 14 or newer"):
        private.find_cluster(tmp_path)


def test_a_long_path_gets_a_short_folder_for_its_socket(tmp_path):
    deep = tmp_path / ("a-very-long-name-" * 6) / "pg"
    assert len(str(private._socket_folder(deep))) <= private.LONGEST_SOCKET_FOLDER
