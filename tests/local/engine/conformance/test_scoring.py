"""Counting what was reached."""

from local.engine.conformance.cases import Case
from local.engine.conformance.levels import Verdict
from local.engine.conformance.scoring import UNTAGGED, by_kind, by_tag, in_all
from local.engine.conformance.verifying import Result


def result(kind: str, level: int, *tags: str) -> Result:
    return Result(Case("x", kind, tags), Verdict(level))


def test_each_level_counts_those_above_it() -> None:
    results = [result("choice", 4), result("choice", 0), result("teststate", -1)]

    assert [(score.name, score.cases, score.reached) for score in by_kind(results)] == [
        ("choice", 2, (2, 1, 1, 1, 1)),
        ("teststate", 1, (0, 0, 0, 0, 0)),
    ]
    assert in_all(results).share(4) == 1 / 3


def test_a_case_counts_under_each_of_its_tags() -> None:
    scores = by_tag([result("choice", 4, "retry", "catch", "retry"), result("choice", 3)])

    assert [(score.name, score.cases) for score in scores] == [(UNTAGGED, 1), ("catch", 1), ("retry", 1)]
