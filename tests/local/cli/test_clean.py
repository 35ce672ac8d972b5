"""`clean` removes the environment that it runs in."""

import subprocess
import sys
from pathlib import Path

from local.bootstrap.layout import ROOT

WITHOUT_PACKAGES = """
import shutil, sys
remove = shutil.rmtree

class Nothing:
    def find_spec(self, name, path, target=None):
        raise ModuleNotFoundError(name)

def remove_all(place):
    remove(place)
    sys.meta_path[:] = [Nothing()]

shutil.rmtree = remove_all
from local.cli.app import main
sys.argv = ["chain", "clean"]
sys.exit(main())
"""


def test_it_needs_no_package_once_they_are_gone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "venv").mkdir(parents=True)

    said = subprocess.run(
        [sys.executable, "-c", WITHOUT_PACKAGES],
        cwd=ROOT,
        env={"CHAIN_HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (said.returncode, said.stdout, said.stderr) == (0, f"Removed {home}\n", "")
    assert not home.exists()
