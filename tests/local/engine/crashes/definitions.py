"""What runs while things crash: every way in which a run waits, in one line of control and in branches."""

from tests.local.engine.definitions import call, sequence, wait

NAMES = ("line", "fan")


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
    branches = [
        {"StartAt": first, "States": {first: call("step", Next=second), second: call("step", End=True)}}
        for first, second in (("One", "Two"), ("Three", "Four"))
    ]
    iteration = {
        "ProcessorConfig": {"Mode": "INLINE"},
        "StartAt": "Each",
        "States": {"Each": call("step", End=True)},
    }
    return sequence(
        Both={"Type": "Parallel", "Branches": branches, "ResultPath": "$.both"},
        Items={"Type": "Map", "ItemsPath": "$.both", "ItemProcessor": iteration, "MaxConcurrency": 2},
        Rest={"Type": "Pass", "Result": {"n": 0}},
    )
