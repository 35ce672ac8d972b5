"""Who takes part in the bench of the engine, and how each is started."""

import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

HANDLER = Path(__file__).parents[1] / "handler.py"
IN_THE_ZIP = ("pg8000", "scramp", "asn1crypto", "python-dateutil", "six")


@dataclass(frozen=True)
class Contestant:
    """`peer` is whose environment runs it, None for ours; `tasks`: which form of the step, of several."""

    name: str
    module: str
    peer: str | None = None
    tasks: str = ""

    def command(self, python: str) -> list[str]:
        return [python, "-P", "-m", self.module]


BARE = Contestant("bare driver", "local.bench.contestants.bare")
COMMITTING = Contestant("chain, write with the step", "local.bench.contestants.chain", tasks="committing")
WRITING = Contestant("chain, write of its own", "local.bench.contestants.chain", tasks="writing")
FUNCTIONS = Contestant("chain, function workers", "local.bench.contestants.chain", tasks="functions")
BY_HAND = Contestant("functions called by hand", "local.bench.contestants.by_hand")
OURS = (BARE, COMMITTING, WRITING, FUNCTIONS, BY_HAND)
PEERS = (
    Contestant("dbos, transactions", "local.bench.peers.dbos_steps", "dbos", tasks="transaction"),
    Contestant("dbos, steps", "local.bench.peers.dbos_steps", "dbos", tasks="step"),
    Contestant("absurd", "local.bench.peers.absurd_steps", "absurd"),
    Contestant("moto, function in process", "local.bench.peers.moto_steps", "moto"),
    Contestant("ministack, its workers", "local.bench.peers.ministack_steps", "ministack"),
)


def function_code(folder: Path) -> Path:
    """A folder with the step as a function and what it imports, as a zip for Lambda would hold it."""
    folder.mkdir()
    shutil.copy(HANDLER, folder)
    for name in IN_THE_ZIP:
        _copy(name, folder)
    return folder


def _copy(name: str, folder: Path) -> None:
    """pg8000 asks for its own and scramp's versions, so the metadata comes along."""
    found = distribution(name)
    for file in found.files or []:
        target = folder / file
        if ".." not in file.parts and "__pycache__" not in file.parts:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(str(file.locate()), target)


def python_for_ours() -> str:
    return sys.executable
