"""Builders of state machine definitions for the engine's tests."""

import json
from typing import Any

ROLE = "arn:aws:iam::000000000000:role/chain-engine-tests"
State = dict[str, Any]


def function_arn(name: str) -> str:
    return f"arn:aws:lambda:us-east-1:000000000000:function:{name}"


def call(function: str, **members: Any) -> State:
    """A Task that calls a function by its ARN."""
    return {"Type": "Task", "Resource": function_arn(function), **members}


def wait(seconds: int, **members: Any) -> State:
    return {"Type": "Wait", "Seconds": seconds, **members}


def ask(function: str = "ask", **members: Any) -> State:
    """A Task that hands the function its token and waits for the answer."""
    parameters = {"FunctionName": function, "Payload": {"token.$": "$$.Task.Token"}}
    resource = "arn:aws:states:::lambda:invoke.waitForTaskToken"
    return {"Type": "Task", "Resource": resource, "Parameters": parameters, **members}


def start_run(machine_arn: str, pattern: str = "", **members: Any) -> State:
    """A Task that starts another machine; `pattern` is `.sync`, `.sync:2` or nothing."""
    resource = f"arn:aws:states:::states:startExecution{pattern}"
    parameters = {"StateMachineArn": machine_arn, "Input": {"from": "parent"}}
    return {"Type": "Task", "Resource": resource, "Parameters": parameters, **members}


def sequence(**states: State) -> str:
    """The states one after the other, the last one at the end."""
    names = list(states)
    chained = {
        name: state | ({"Next": following} if following else {"End": True})
        for (name, state), following in zip(states.items(), [*names[1:], None], strict=True)
    }
    return json.dumps({"StartAt": names[0], "States": chained})


def passing() -> str:
    return sequence(Done={"Type": "Pass"})


def distributed(processor: str, kind: str = "STANDARD", **members: Any) -> State:
    """A Map whose children, runs of their own, run the definition `processor`."""
    config = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": kind}}
    return {"Type": "Map", "ItemProcessor": {**config, **json.loads(processor)}, **members}
