"""The engine against what AWS's own service recorded.

The recordings are not part of this repository: CHAIN_SHARED_DATA names their folder, else the folder
`shared/data` beside the repository is looked for.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from local.engine.conformance.cases import load_cases
from local.engine.conformance.levels import HIGHEST
from local.engine.conformance.verifying import Result, score, verify

REPOSITORY = Path(__file__).parents[4]
CASES = Path(os.environ.get("CHAIN_SHARED_DATA", REPOSITORY.parent / "shared" / "data")) / "asl_cases.jsonl"

# share of the JSONPath cases that agree in everything, ids included; raise it when it gets better
FLOORS = {"choice": 1.0, "history-pure": 0.91, "history-task": 0.97}


@pytest.fixture(scope="module")
def results() -> list[Result]:
    if not CASES.is_file():
        pytest.skip(f"no recorded cases at {CASES}; set CHAIN_SHARED_DATA to the folder of asl_cases.jsonl")
    return [verify(case) for case in load_cases(CASES) if case.query_language == "JSONPath"]


@pytest.mark.parametrize("kind", FLOORS)
def test_the_engine_agrees_with_the_service(results: list[Result], kind: str) -> None:
    levels = score(results)[kind]

    agreeing = levels[HIGHEST] / levels.total()

    differing = [
        f"{result.case.id} L{result.verdict.level}: {result.verdict.difference[:300]}"
        for result in results
        if result.case.kind == kind and result.verdict.level < HIGHEST
    ]
    assert agreeing >= FLOORS[kind], "\n".join([f"{agreeing:.1%} agree", *differing])


def test_the_cases_are_all_played(results: list[Result]) -> None:
    counted = Counter(result.case.kind for result in results)

    assert counted == {"choice": 206, "history-pure": 176, "history-task": 79}
