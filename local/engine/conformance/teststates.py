"""How far the engine's answer to a recorded TestState request agrees with the service's.

L0 the same status, L1 and the same output, or error and cause; L2 and the same next state, L3 and the same
members of `inspectionData`, L4 the whole response.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

from local.engine.api.errors import ApiError
from local.engine.api.model import check_request
from local.engine.asl.errors import InvalidDefinition
from local.engine.conformance.differences import compared
from local.engine.conformance.levels import HIGHEST, NONE, Verdict
from local.engine.conformance.matching import Matcher
from local.engine.conformance.oracle import as_text
from local.engine.conformance.replay import RECORDED_AT
from local.engine.test_state.request import RefusedTestError, read_question
from local.engine.test_state.surroundings import Surroundings
from local.engine.test_state.testing import try_state
from local.engine.test_state.working import StatedError

if TYPE_CHECKING:
    from local.engine.asl.payload import Payload
    from local.engine.asl.states import TaskState
    from local.engine.conformance.cases import Case

_STATES = "arn:aws:states:us-east-1:111111111111"
_INSPECTION = "inspectionData"
_TEXTS = frozenset({"definition", "input", "context", "variables"})
_METADATA = "ResponseMetadata"
_OK, _BAD_REQUEST = 200, 400

Response = dict[str, Any]


def judge_test_state(case: Case) -> Verdict:
    recorded = {name: value for name, value in case.response.items() if name != _METADATA}
    found = _answer(case, recorded)
    metadata = case.response.get(_METADATA)
    status = metadata.get("HTTPStatusCode") if isinstance(metadata, dict) else None
    if status not in (None, _BAD_REQUEST if "Error" in found else _OK):
        return Verdict(NONE, f"another HTTP status than {status}\n{compared(recorded, found)}")
    matcher = Matcher()
    if _error_of(recorded) or _error_of(found):
        return _judge_refusals(recorded, found, matcher)
    for level, agrees in enumerate(
        (
            _same(("status",), recorded, found, matcher),
            _same(("output", "error", "cause"), recorded, found, matcher),
            _same(("nextState",), recorded, found, matcher),
            _inspected(recorded).keys() == _inspected(found).keys(),
            matcher.matches(recorded, found),
        )
    ):
        if not agrees:
            return Verdict(level - 1, f"{_RUNGS[level]}\n{compared(recorded, found)}")
    return Verdict(HIGHEST)


_RUNGS = (
    "another status",
    "another result",
    "another next state",
    "other members of inspectionData",
    "another response",
)


def _same(names: tuple[str, ...], recorded: Response, found: Response, matcher: Matcher) -> bool:
    def chosen(response: Response) -> Response:
        return {name: response[name] for name in names if name in response}

    return matcher.matches(chosen(recorded), chosen(found))


def _judge_refusals(recorded: Response, found: Response, matcher: Matcher) -> Verdict:
    """The service's error and its message: L4 with both, L0 with another message."""
    wanted, refused = _error_of(recorded), _error_of(found)
    if wanted.get("Code") != refused.get("Code"):
        return Verdict(NONE, f"another error\n{compared(wanted or recorded, refused or found)}")
    if not matcher.matches(wanted, refused):
        return Verdict(0, f"another message\n{compared(wanted, refused)}")
    return Verdict(HIGHEST)


def _error_of(response: Response) -> Response:
    error = response.get("Error")
    return error if isinstance(error, dict) else {}


def _answer(case: Case, recorded: Response) -> Response:
    def call(_state: TaskState, _parameters: Payload) -> str:
        return _recorded_result(recorded)

    request = _as_sent(case.request)
    try:
        check_request("TestState", request)
        return try_state(read_question(request), _surroundings(), call)
    except InvalidDefinition as invalid:
        return {"Error": {"Code": "InvalidDefinition", "Message": str(invalid)}}
    except (RefusedTestError, ApiError) as refused:
        return {"Error": {"Code": str(refused.name), "Message": refused.message}}


def _as_sent(request: Response) -> Response:
    """The request with its JSON texts as text, also those that a recorder parsed."""
    sent = {name: as_text(value) if name in _TEXTS else value for name, value in request.items()}
    mock = sent.get("mock")
    if isinstance(mock, dict) and "result" in mock:
        sent["mock"] = {**mock, "result": as_text(mock["result"])}
    return sent


def _surroundings() -> Surroundings:
    draw = Random(0)  # noqa: S311 -- a replay is to be the same each time
    machine, name = (str(UUID(int=draw.getrandbits(128), version=4)) for _ in range(2))
    return Surroundings(
        execution_arn=f"{_STATES}:express:{machine}:{name}",
        machine_arn=f"{_STATES}:stateMachine:{machine}",
        task_token="task-token-u0000001",  # noqa: S106 -- a stand-in, not a secret
        now=RECORDED_AT,
        random=draw,
    )


def _recorded_result(recorded: Response) -> str:
    """The oracle of a task that was not mocked: its recorded result, as far as the recording shows it."""
    if "error" in recorded or "cause" in recorded:
        raise StatedError(recorded.get("error"), recorded.get("cause"))
    return as_text(_inspected(recorded).get("result", recorded.get("output", "null")))


def _inspected(response: Response) -> Response:
    inspected = response.get(_INSPECTION)
    return inspected if isinstance(inspected, dict) else {}
