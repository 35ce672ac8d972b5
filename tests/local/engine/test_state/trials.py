"""States under test, made in a line."""

import json
from datetime import UTC, datetime
from random import Random
from typing import Any

from local.engine.asl.payload import Payload
from local.engine.asl.states import TaskState
from local.engine.test_state.request import read_question
from local.engine.test_state.surroundings import Surroundings
from local.engine.test_state.testing import try_state

FUNCTION = "arn:aws:lambda:us-east-1:111111111111:function:vet-carrier"
ROLE = "arn:aws:iam::111111111111:role/booking"
ERROR = {"errorOutput": {"error": "Busy", "cause": "try later"}}
SURROUNDINGS = Surroundings(
    execution_arn="arn:aws:states:us-east-1:111111111111:express:m:r",
    machine_arn="arn:aws:states:us-east-1:111111111111:stateMachine:m",
    task_token="token",
    now=datetime(2027, 3, 14, 8, tzinfo=UTC),
    random=Random(0),
)


def unexpected(_state: TaskState, _parameters: Payload) -> str:
    raise AssertionError("a mocked state calls nothing")


def tried(state: dict[str, Any], call: Any = unexpected, **request: Any) -> dict[str, Any]:
    """The answer, with JSON texts opened; `given` is the input as a value."""
    given = request.pop("given", {})
    members = {"definition": json.dumps(state), "input": json.dumps(given), **request}
    return opened(try_state(read_question(members), SURROUNDINGS, call))


def opened(answer: dict[str, Any]) -> dict[str, Any]:
    texts = {**answer.get("inspectionData", {}), **{k: answer[k] for k in ("output",) if k in answer}}
    values = {name: json.loads(text) if isinstance(text, str) else text for name, text in texts.items()}
    shown = {name: values[name] for name in answer.get("inspectionData", {})}
    return {
        **answer,
        **({"output": values["output"]} if "output" in answer else {}),
        **({"inspectionData": shown} if shown else {}),
    }


def machine(**states: Any) -> dict[str, Any]:
    return {"StartAt": next(iter(states)), "States": states}


def task(**fields: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": FUNCTION, "End": True, **fields}


def each(**fields: Any) -> dict[str, Any]:
    processor = {"StartAt": "Stop", "States": {"Stop": {"Type": "Pass", "End": True}}}
    return {"Type": "Map", "ItemProcessor": processor, "End": True, **fields}
