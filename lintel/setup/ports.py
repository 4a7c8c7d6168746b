"""Whether a port is free, and who has it if not. Standard library only."""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path

from lintel.setup.words import SetupRefused

LISTENING = "0A"


def read_port(text: str) -> int:
    """The port that `PORT` names; 8000 when it is unset. Raises SetupRefused for what is no port."""
    try:
        port = int(text or 8000)
    except ValueError:
        port = 0
    if not 1 <= port <= 65535:
        raise SetupRefused(f"PORT is {text!r}: it must be a number from 1 to 65535, such as make run PORT=8080")
    return port


def is_free(port: int) -> bool:
    """Whether a server could listen on 127.0.0.1 at this port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError:
            return False
    return True


def _socket_numbers(port: int) -> set[str]:
    """The kernel's numbers of the sockets that listen at this port (Linux; elsewhere nothing)."""
    numbers = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                numbers.add(fields[9])
    return numbers


def listener(port: int) -> tuple[int, str] | None:
    """The process that listens at this port, as (id, command); None when this machine will not say."""
    wanted = {f"socket:[{number}]" for number in _socket_numbers(port)}
    if not wanted:
        return None
    for folder in Path("/proc").glob("[0-9]*"):
        if wanted & _open_files(folder):
            with contextlib.suppress(OSError):
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                return int(folder.name), command
    return None


def _open_files(process: Path) -> set[str]:
    """What a process has open, as the kernel names it; files that close meanwhile are passed over."""
    held = set()
    with contextlib.suppress(OSError):
        for link in (process / "fd").iterdir():
            with contextlib.suppress(OSError):
                held.add(os.readlink(link))
    return held


def why_taken(port: int) -> str:
    """Words for the practitioner's console: who has the port and how to choose another."""
    held = listener(port)
    who = f"by process {held[0]} ({held[1][:80]})" if held else "by another program"
    return (
        f"Port {port} on 127.0.0.1 is already taken {who}. "
        f"Stop it, or choose another port: make run PORT={port + 1 if port < 65535 else 8000}"
    )
