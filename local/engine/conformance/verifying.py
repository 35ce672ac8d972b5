"""Plays recorded cases and says how far each agrees."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.api.history import shown_event
from local.engine.asl.errors import InvalidDefinition
from local.engine.conformance.differences import compared
from local.engine.conformance.levels import HIGHEST, NONE, Verdict, ends, judge
from local.engine.conformance.matching import Matcher, parsed, scalars, stand_ins_of
from local.engine.conformance.replay import Replay
from local.engine.conformance.teststates import judge_test_state
from local.engine.conformance.time_limit import TookTooLongError, time_limit

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.engine.asl.payload import JSON
    from local.engine.conformance.cases import Case

# the slowest recording takes a tenth of a second
LONGEST_SECONDS = 20.0
_DRAWING = re.compile(r"States\.(MathRandom|UUID)\b|\$(random|uuid|now|millis)\b")


@dataclass(frozen=True, slots=True)
class Result:
    case: Case
    verdict: Verdict


def verify(case: Case, seconds: float = LONGEST_SECONDS) -> Result:
    """Play one case and judge what comes of it; whatever goes wrong is told in the verdict."""
    if case.problem:
        return Result(case, Verdict(NONE, case.problem))
    try:
        with time_limit(seconds):
            return Result(case, _JUDGES[case.kind](case))
    except TookTooLongError:
        return Result(case, Verdict(NONE, f"took too long: not played to its end in {seconds:g} seconds"))
    except InvalidDefinition as refused:
        return Result(case, Verdict(NONE, f"definition refused: {refused}"))
    except Exception as error:  # noqa: BLE001 -- one case that crashes must not keep the others from being told
        return Result(case, Verdict(NONE, f"crashed: {type(error).__name__}: {error}"))


def _judge_history(case: Case) -> Verdict:
    replay = _played(case)
    recorded_start = case.history[0].get("executionStartedEventDetails") or {}
    role = {replay.events[0].details["roleArn"]: str(recorded_start.get("roleArn"))}
    names = (
        {} if case.input_exact else stand_ins_of(_value(recorded_start.get("input")), json.loads(case.input))
    )
    return judge(case.history, replay.events, Matcher(names | role, replay.respaced, _drawn(case, replay)))


def _judge_choice(case: Case) -> Verdict:
    replay = _played(case)
    last = shown_event(replay.events[-1])
    if last["type"] != "ExecutionSucceeded":
        return Verdict(NONE, f"another end\n{compared({'output': case.output}, last)}")
    output = last["executionSucceededEventDetails"]["output"]
    matcher = Matcher(drawn=_drawn(case, replay))
    if matcher.matches(case.output, output) or matcher.matches_value(case.output, json.loads(output)):
        return Verdict(HIGHEST)
    return Verdict(0, f"another output\n{compared(case.output, json.loads(output))}")


def _played(case: Case) -> Replay:
    replay = Replay.of(case, stop_at=None if not case.history or ends(case.history) else len(case.history))
    replay.play()
    return replay


def _drawn(case: Case, replay: Replay) -> frozenset[JSON]:
    """What may have been drawn at random: what neither the definition nor the input holds."""
    if not _DRAWING.search(case.definition):
        return frozenset()
    found = {each for event in replay.events for each in scalars(dict(event.details))}
    return frozenset(found - scalars(json.loads(case.definition)) - scalars(json.loads(case.input)))


def _value(recorded: JSON) -> JSON:
    """An input that the recorder left as text, as a value."""
    return parsed(recorded) if isinstance(recorded, str) else recorded


_JUDGES: dict[str, Callable[[Case], Verdict]] = {
    "choice": _judge_choice,
    "history-pure": _judge_history,
    "history-task": _judge_history,
    "teststate": judge_test_state,
}
