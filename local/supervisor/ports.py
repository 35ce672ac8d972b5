"""Ports of the loopback: free ones by default, fixed ones on demand, and who holds a taken one."""

import os
import re
import socket
from pathlib import Path

LISTENING = "0A"


class PortTakenError(Exception):
    """A fixed port is in use by someone else."""


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def holder(port: int) -> str | None:
    """`name (pid 123)` of the process that listens on `port`, where the system lets us see it."""
    inodes = _listening_inodes(port)
    for process in Path("/proc").glob("[0-9]*"):
        if inodes & _socket_inodes(process):
            return f"{_name(process)} (pid {process.name})"
    return None


def _listening_inodes(port: int) -> set[str]:
    rows = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            rows += Path(table).read_text().splitlines()[1:]
        except OSError:
            continue
    columns = [row.split() for row in rows]
    return {column[9] for column in columns if column[3] == LISTENING and column[1].endswith(f":{port:04X}")}


def _socket_inodes(process: Path) -> set[str]:
    try:
        descriptors = list((process / "fd").iterdir())
    except OSError:
        return set()
    return {inode for descriptor in descriptors if (inode := _socket_inode(descriptor))}


def _socket_inode(descriptor: Path) -> str | None:
    """None for what is no socket, or was closed meanwhile."""
    try:
        found = re.fullmatch(r"socket:\[(\d+)\]", str(descriptor.readlink()))
    except OSError:
        return None
    return found[1] if found else None


def _name(process: Path) -> str:
    try:
        return (process / "comm").read_text().strip()
    except OSError:
        return "a process"


def choose(name: str, previous: int | None) -> int:
    """The port of part `name`: fixed by `$CHAIN_PORT_<NAME>`, else the previous one, else any free one.

    Raises PortTakenError for a fixed port in use, naming who holds it and how to choose another.
    """
    variable = f"CHAIN_PORT_{name.upper()}"
    fixed = os.environ.get(variable)
    if fixed:
        return _fixed(variable, fixed)
    return previous if previous and is_free(previous) else free_port()


def _fixed(variable: str, value: str) -> int:
    if not value.isdigit() or not 0 < int(value) < 1 << 16:
        raise PortTakenError(f"{variable}={value} is not a port: give a number from 1 to 65535, or unset it")
    if not is_free(int(value)):
        by = holder(int(value)) or "another program"
        raise PortTakenError(
            f"port {value} ({variable}) is taken by {by}: stop that, choose another as in "
            f"`{variable}={free_port()} make demo`, or unset {variable} to take any free port"
        )
    return int(value)
