"""The engine beside the bare driver and its peers: the same workflow, the same server, in turns."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.bench.contest import ALONE, SIDE_BY_SIDE, Running, running
from local.bench.contestants.known import OURS, PEERS, Contestant, function_code, python_for_ours
from local.bench.peers.installing import PeerMissingError, python_of
from local.bench.server import bench_server, sync_seconds
from local.bench.verdicts import Verdict, verdicts

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """`runs` bounds a batch for each run at once; `folder` is where PostgreSQL keeps its data meanwhile."""

    peers: Sequence[str]
    rounds: int
    runs: int
    folder: Path


@dataclass(frozen=True)
class Result:
    contestants: list[Running]
    verdicts: list[Verdict]
    sync_milliseconds: float

    def as_json(self) -> dict[str, Any]:
        return {
            "sync_milliseconds": self.sync_milliseconds,
            "contestants": {
                one.contestant.name: {"megabytes": one.megabytes, **_figures(one)} for one in self.contestants
            },
            "verdicts": [
                {"target": each.target, "found": each.found, "is_met": each.is_met} for each in self.verdicts
            ],
        }


def measure(plan: Plan, home: Path, tell: Tell) -> Result:
    """Every contestant does a batch alone and one eight-way in each round."""
    contestants = {contestant: python_for_ours() for contestant in OURS}
    contestants |= _installed(plan.peers, home, tell)
    with tempfile.TemporaryDirectory(prefix="chain-bench-") as name, bench_server(plan.folder) as server:
        folder = Path(name)
        tell(f"starting {len(contestants)} contestants")
        with running(server, contestants, folder, function_code(folder / "code")) as begun:
            for turn in range(plan.rounds):
                for one in begun:
                    tell(f"round {turn + 1} of {plan.rounds}: {one.contestant.name}")
                    for at_once in (ALONE, SIDE_BY_SIDE):
                        one.measure(server, at_once, plan.runs)
            return Result(begun, verdicts(begun), 1000 * sync_seconds(plan.folder))


def _installed(peers: Sequence[str], home: Path, tell: Tell) -> dict[Contestant, str]:
    """Those that can be had; of the others it is told why not."""
    found: dict[Contestant, str] = {}
    for peer in peers:
        tell(f"installing {peer}")
        try:
            python = str(python_of(peer, home))
        except PeerMissingError as failure:
            tell(f"skipped {peer}: {failure}")
            continue
        found |= {contestant: python for contestant in PEERS if contestant.peer == peer}
    return found


def _figures(one: Running) -> dict[str, Any]:
    return {
        str(at_once): {
            "runs_a_second": measured.rate,
            "step_p50_milliseconds": measured.step_milliseconds(0.5),
            "step_p99_milliseconds": measured.step_milliseconds(0.99),
            "commits_a_run": measured.commits_a_run,
        }
        for at_once, measured in one.measured.items()
    }
