"""The engine against what AWS's own service recorded.

The recordings are not part of this repository: CHAIN_SHARED_DATA names their folder, else the folder
`shared/data` beside the repository is looked for.
"""

from __future__ import annotations

import pytest

from local.engine.conformance.cases import load_cases
from local.engine.conformance.figures import README, markdown, readme_with, shared_cases
from local.engine.conformance.levels import HIGHEST
from local.engine.conformance.scoring import by_kind
from local.engine.conformance.verifying import Result, verify

# share of the cases that agree in everything, ids included; raise it when it gets better
FLOORS = {"choice": 1.0, "history-pure": 0.98, "history-task": 0.98, "teststate": 1.0}


@pytest.fixture(scope="module")
def results() -> list[Result]:
    path = shared_cases()
    if not path.is_file():
        pytest.skip(f"no recorded cases at {path}; set CHAIN_SHARED_DATA to the folder of asl_cases.jsonl")
    return [verify(case) for case in load_cases(path)]


@pytest.mark.parametrize("kind", FLOORS)
def test_the_engine_agrees_with_the_service(results: list[Result], kind: str) -> None:
    of_kind = [each for each in results if each.case.kind == kind]

    (score,) = by_kind(of_kind)

    differing = [
        f"{each.case.id} L{each.verdict.level}: {each.verdict.difference[:300]}"
        for each in of_kind
        if each.verdict.level < HIGHEST
    ]
    assert score.share(HIGHEST) >= FLOORS[kind], "\n".join([f"{score.share(HIGHEST):.1%} agree", *differing])


def test_the_cases_are_all_played(results: list[Result]) -> None:
    counted = {score.name: score.cases for score in by_kind(results)}

    assert counted == {"choice": 206, "history-pure": 242, "history-task": 95, "teststate": 68}


def test_the_readme_has_the_true_figures(results: list[Result]) -> None:
    assert markdown(results) in readme_with(results)
    assert readme_with(results) == README.read_text(), "run `make figures`"
