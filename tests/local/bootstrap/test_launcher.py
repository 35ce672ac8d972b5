"""`./chain` on machines that are not ready for it."""

import os
import shutil
import subprocess
from pathlib import Path

from local.bootstrap.layout import ROOT

LAUNCHER = ROOT / "chain"


def machine(folder: Path, **programs: str) -> dict[str, str]:
    """An environment whose PATH holds a shell's tools and the given scripts only."""
    for tool in ("sh", "dirname", "cat"):
        (folder / tool).symlink_to(shutil.which(tool) or tool)
    for name, script in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return {"PATH": str(folder), "HOME": str(folder)}


def launch(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LAUNCHER, "status"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_a_machine_without_python(tmp_path: Path) -> None:
    ran = launch(machine(tmp_path))

    assert ran.returncode == 1
    assert "Python 3.11 or newer is needed, and this machine has no python3" in ran.stderr


def test_a_python_that_is_too_old(tmp_path: Path) -> None:
    old = 'case "$1" in --version) echo "Python 3.9.2";; *) exit 1;; esac'

    ran = launch(machine(tmp_path, python3=old))

    assert ran.returncode == 1
    assert "this machine has Python 3.9.2" in ran.stderr


def test_an_index_out_of_reach_is_one_line(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "CHAIN_HOME": str(tmp_path / "home"),
        "PATH": os.environ["PATH"],
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "UV_INDEX_URL": "http://127.0.0.1:9/simple",
        "UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple",
        "UV_CACHE_DIR": str(tmp_path / "cache"),
        "PIP_RETRIES": "0",
        "UV_HTTP_RETRIES": "0",
        "PIP_NO_CACHE_DIR": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_FIND_LINKS": "",
        "PIP_EXTRA_INDEX_URL": "",
    }

    ran = launch(environment)

    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1].startswith("chain: The package index cannot be reached")
