"""The workflow that every contestant runs: ten steps, each one small write. Standard library only."""

import json

STEPS = 10
TABLE = """
CREATE TABLE writes (
    run  text NOT NULL,
    step integer NOT NULL,
    at   timestamptz NOT NULL,
    PRIMARY KEY (run, step)
)
"""
WRITE = (
    "INSERT INTO writes (run, step, at) VALUES (%(run)s, %(step)s, clock_timestamp()) ON CONFLICT DO NOTHING"
)
# From one write to the next of the same run: all that happens between two steps, seen by Postgres.
STEP_SECONDS = """
SELECT extract(epoch FROM at - lag(at) OVER (PARTITION BY run ORDER BY step))::float8
FROM writes WHERE run LIKE %s || '-%%'
"""
FUNCTION = "step"


def first_event(run: str) -> dict[str, object]:
    return {"run": run, "step": 0}


def next_event(event: dict[str, object]) -> dict[str, object]:
    """What a step answers: the next one's event."""
    return {"run": event["run"], "step": int(str(event["step"])) + 1}


def definition(function_arn: str) -> str:
    """The workflow in Amazon States Language."""
    following = [{"Next": f"Step{step + 1}"} for step in range(STEPS - 1)] + [{"End": True}]
    states = {
        f"Step{step}": {"Type": "Task", "Resource": function_arn, **after}
        for step, after in enumerate(following)
    }
    return json.dumps({"StartAt": "Step0", "States": states})
