"""What counts as reached."""

import subprocess
from pathlib import Path

import pytest

from local.bench.contest import ALONE, SIDE_BY_SIDE, Measured, Running
from local.bench.contestants.known import OURS, PEERS, Contestant
from local.bench.verdicts import Verdict, verdicts


def contestant(one: Contestant, rate: float, commits: float = 11, megabytes: float = 40) -> Running:
    """Measured at the same rate alone and side by side."""
    measured = {at_once: Measured([rate], [commits], [0.001]) for at_once in (ALONE, SIDE_BY_SIDE)}
    process = subprocess.Popen(["true"], text=True)
    process.wait()
    return Running(one, "", process, Path(), measured, megabytes=megabytes)


def verdict_on(found: list[Verdict], words: str) -> bool | None:
    return next(verdict.is_met for verdict in found if words in verdict.target)


def test_a_ratio_is_taken_over_the_peers_fastest_form() -> None:
    transactions, steps, *_ = PEERS
    bare, committing, writing, functions, _ = (contestant(one, 100) for one in OURS)

    found = verdicts(
        [bare, committing, writing, functions, contestant(transactions, 4), contestant(steps, 25)]
    )

    assert verdict_on(found, "5 times dbos, alone") is False
    assert verdict_on(found, "0.5 times bare driver, alone") is True
    assert verdict_on(found, "3 times absurd, alone") is None


@pytest.mark.parametrize(("commits", "megabytes", "is_met"), [(11.0, 60, True), (12.0, 61, False)])
def test_commits_and_memory_have_a_limit(commits: float, megabytes: float, is_met: bool) -> None:
    bare, _, writing, functions, _ = (contestant(one, 100) for one in OURS)
    committing = contestant(OURS[1], 100, commits, megabytes)

    found = verdicts([bare, committing, writing, functions])

    assert verdict_on(found, "a commit a step") is is_met
    assert verdict_on(found, "60 MB") is is_met
