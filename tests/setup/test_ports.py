"""A port that is taken, or is none, is said in words."""

import os
import socket

import pytest

from lintel.setup.ports import is_free, listener, read_port, why_taken
from lintel.setup.words import SetupRefused


@pytest.fixture
def taken():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen(1)
        yield held.getsockname()[1]


def test_a_taken_port_is_seen_and_the_words_name_the_process_and_another_port(taken):
    assert not is_free(taken)
    words = why_taken(taken)
    assert f"Port {taken}" in words
    assert "make run PORT=" in words
    if os.path.exists("/proc/net/tcp"):
        assert listener(taken)[0] == os.getpid()
        assert f"process {os.getpid()}" in words


def test_a_port_that_nobody_has_is_free():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    assert is_free(port)
    assert listener(port) is None


def test_the_port_is_8000_when_none_is_named():
    assert read_port("") == 8000
    assert read_port("8101") == 8101


@pytest.mark.parametrize("text", ["eighty", "0", "70000", "-1"])
def test_what_is_no_port_is_refused_with_an_example(text):
    with pytest.raises(SetupRefused, match="make run PORT=8080"):
        read_port(text)
