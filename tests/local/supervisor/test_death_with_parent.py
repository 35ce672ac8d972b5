"""What we start dies with us, even when we are killed."""

import signal
import subprocess
import sys
from pathlib import Path

from local.bootstrap.layout import ROOT
from local.supervisor.leftovers import is_alive
from tests.local.supervisor.waiting import wait_for

STARTER = """
import sys
from pathlib import Path
from local.supervisor.children import Program, start
folder = Path(sys.argv[1])
sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
process = start(Program("sleeper", sleeper, {}, folder / "log"))
(folder / "pid").write_text(f"{process.pid}\\n")
process.wait()
"""


def test_a_killed_starter_takes_its_program_along(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    command = [sys.executable, "-c", STARTER, str(tmp_path)]
    starter = subprocess.Popen(command, env={"PYTHONPATH": str(ROOT)})
    wait_for(lambda: note.exists() and note.read_text().endswith("\n"))
    started = int(note.read_text())
    assert is_alive(started)

    starter.send_signal(signal.SIGKILL)
    starter.wait()

    wait_for(lambda: not is_alive(started))
