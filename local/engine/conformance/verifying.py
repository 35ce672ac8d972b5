"""Plays recorded cases and says how far each agrees."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.asl.errors import InvalidDefinition
from local.engine.conformance.levels import HIGHEST, NONE, Verdict, ends, judge
from local.engine.conformance.matching import Matcher
from local.engine.conformance.replay import Replay

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.engine.conformance.cases import Case


@dataclass(frozen=True, slots=True)
class Result:
    case: Case
    verdict: Verdict


def verify(case: Case) -> Result:
    """Play one case and judge its history, or for a `choice` its output."""
    try:
        return Result(case, _judge_choice(case) if case.kind == "choice" else _judge_history(case))
    except InvalidDefinition as refused:
        return Result(case, Verdict(NONE, str(refused)))


def _judge_history(case: Case) -> Verdict:
    stop_at = None if ends(case.history) else len(case.history)
    return judge(case.history, Replay(case, stop_at=stop_at).play())


def _judge_choice(case: Case) -> Verdict:
    last = Replay(case, stop_at=None).play()[-1]
    if last.type != "ExecutionSucceeded":
        return Verdict(NONE, f"ends with {last.type} {dict(last.details)}")
    output = json.loads(last.details["output"])
    return Verdict(HIGHEST) if Matcher().matches(case.output, output) else Verdict(0, f"output {output}")


def score(results: Iterable[Result]) -> dict[str, Counter[int]]:
    """Count the cases of each kind by the level reached."""
    counted: dict[str, Counter[int]] = {}
    for result in results:
        counted.setdefault(result.case.kind, Counter())[result.verdict.level] += 1
    return counted
