"""Peers in private environments under `<home>/peers`, each made from its hash-locked file beside this one."""

import sys
from pathlib import Path

from local.bootstrap.environments import digest, read_stamp, write_stamp
from local.bootstrap.failure import SetUpError
from local.bootstrap.installer import find_uv, install_uv, run

NAMES = ("dbos", "absurd", "moto", "ministack")


class PeerMissingError(Exception):
    """The peer cannot be installed here; the message says why."""


def python_of(peer: str, home: Path) -> Path:
    """The interpreter of the peer's environment, made when it is not what the lock says.

    Raises PeerMissingError.
    """
    folder = home / "peers" / peer
    lock = Path(__file__).with_name(f"{peer}.txt")
    stamp = {"lock": digest(lock), "python": sys.version}
    python = folder / "bin" / "python"
    if read_stamp(folder) == stamp and python.exists():
        return python
    try:
        uv = find_uv(home) or install_uv(home)
        run([uv, "venv", "--clear", "--python", sys.executable, str(folder)], peer, home)
        run([uv, "pip", "sync", "--require-hashes", "--python", str(python), str(lock)], peer, home)
    except SetUpError as failure:
        raise PeerMissingError(str(failure)) from failure
    write_stamp(folder, stamp)
    return python
