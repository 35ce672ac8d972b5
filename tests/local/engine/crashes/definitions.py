"""What runs while things crash: every way in which a run waits, in one line of control and in branches."""

from tests.local.engine.definitions import State, call, sequence, wait


def line() -> str:
    """One line of control: its history is the same, event by event, in every run."""
    asked = {"token.$": "$$.Task.Token", "run.$": "$$.Execution.Id"}
    ask = call(
        "ask",
        Resource="arn:aws:states:::lambda:invoke.waitForTaskToken",
        Parameters={"FunctionName": "ask", "Payload": asked},
    )
    retry = {"ErrorEquals": ["NotYet"], "IntervalSeconds": 1, "MaxAttempts": 2}
    told = {"tries.$": "$$.State.RetryCount", "n.$": "$.n"}
    return sequence(
        First=call("step", TimeoutSeconds=600),
        Second=call("step"),
        Ask={**ask, "TimeoutSeconds": 600, "ResultPath": "$.answer"},
        Third=call("step"),
        Flaky=call("flaky", Parameters=told, Retry=[retry]),
        Pause=wait(1),
        Fourth=call("step"),
        Chosen={"Type": "Pass", "Parameters": {"n.$": "$.n"}},
        Last=call("step"),
    )


def fan() -> str:
    """Branches and iterations: each line's history is the same, their interleaving is not."""
    return _fan(call("step"), call("step"))


def line_of_writes() -> str:
    """As `line`, of tasks that write: in a row, refused and caught, refused and tried again, and by token."""
    asked = _written() | {"token.$": "$$.Task.Token"}
    ask = call(
        "ask",
        Resource="arn:aws:states:::lambda:invoke.waitForTaskToken",
        Parameters={"FunctionName": "ask", "Payload": asked},
    )
    retry = {"ErrorEquals": ["UniqueViolation"], "IntervalSeconds": 1, "MaxAttempts": 2}
    caught = {"ErrorEquals": ["UniqueViolation"], "ResultPath": None, "Next": "Between"}
    told = _written() | {"tries.$": "$$.State.RetryCount"}
    return sequence(
        **{f"Before{number}": _write() for number in range(12)},
        Repeated=_write(Parameters=_written("Before11"), Catch=[caught]),
        Between=_write(),
        Bounded=_write(TimeoutSeconds=600),
        Ask={**ask, "TimeoutSeconds": 600, "ResultPath": "$.answer"},
        Flaky=call("flaky", Parameters=told, Retry=[retry]),
        Pause=wait(1),
        **{f"After{number}": _write() for number in range(12)},
    )


def fan_of_writes() -> str:
    """As `fan`, of tasks that write."""
    number = "States.Format('Each/{}', $$.Map.Item.Index)"
    return _fan(_write(), _write(Parameters=_written() | {"step.$": number}))


def _fan(in_branch: State, in_iteration: State) -> str:
    branches = [
        {"StartAt": first, "States": {first: in_branch | {"Next": second}, second: in_branch | {"End": True}}}
        for first, second in (("One", "Two"), ("Three", "Four"))
    ]
    iteration = {
        "ProcessorConfig": {"Mode": "INLINE"},
        "StartAt": "Each",
        "States": {"Each": in_iteration | {"End": True}},
    }
    return sequence(
        Both={"Type": "Parallel", "Branches": branches, "ResultPath": "$.both"},
        Items={"Type": "Map", "ItemsPath": "$.both", "ItemProcessor": iteration, "MaxConcurrency": 2},
        Rest={"Type": "Pass", "Result": {"n": 0}},
    )


def _write(**members: object) -> State:
    return call("write", **{"Parameters": _written()} | members)


def _written(step: str | None = None) -> State:
    named = {"step": step} if step else {"step.$": "$$.State.Name"}
    return named | {"run.$": "$$.Execution.Id", "n.$": "$.n"}
