import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from local.engine.asl.definition import parse_definition
from schemas.booking.tasks import registry as booking
from schemas.messaging.tasks import registry as messaging
from statemachines.lint import ASL_FOLDER, lint

REPOSITORY = Path(__file__).parents[2]
SDK_PYTHON = Path(os.environ.get("CHAIN_HOME", REPOSITORY / ".chain")) / "statemachines" / "bin" / "python"
MACHINES = {"booking": booking.TASKS, "message": messaging.TASKS}
FUNCTION = re.compile(r"^\$\{(\w+)_arn\}$")
every_machine = pytest.mark.parametrize("machine", MACHINES)


def text_of(machine: str) -> str:
    return (ASL_FOLDER / f"{machine}.asl.json").read_text()


def states_of(machine: str) -> dict[str, dict[str, Any]]:
    states: dict[str, dict[str, Any]] = json.loads(text_of(machine))["States"]
    return states


def payload_of(state: dict[str, Any]) -> dict[str, Any]:
    parameters: dict[str, Any] = state["Parameters"]
    payload: dict[str, Any] = parameters.get("Payload", parameters)
    return payload


def function_of(state: dict[str, Any]) -> str | None:
    named = state.get("Parameters", {}).get("FunctionName", state.get("Resource", ""))
    match = FUNCTION.match(named)
    return match[1] if match else None


def functions_of(machine: str) -> dict[str, str]:
    """The function of each state that calls one."""
    named = {name: function_of(state) for name, state in states_of(machine).items()}
    return {name: function for name, function in named.items() if function}


@every_machine
def test_the_machine_keeps_every_rule(machine: str) -> None:
    assert lint(text_of(machine)) == []


@every_machine
def test_every_task_function_is_used_and_no_other(machine: str) -> None:
    assert set(functions_of(machine).values()) == set(MACHINES[machine])


@pytest.mark.parametrize(
    ("machine", "name"), [(machine, name) for machine in MACHINES for name in functions_of(machine)]
)
def test_a_task_is_sent_what_its_model_takes(machine: str, name: str) -> None:
    # given
    model = MACHINES[machine][functions_of(machine)[name]].input
    sent = {field.removesuffix(".$") for field in payload_of(states_of(machine)[name])}

    # then
    required = {field for field, info in model.model_fields.items() if info.is_required()}
    assert required <= sent <= set(model.model_fields)


@every_machine
def test_the_engine_takes_the_machine(machine: str) -> None:
    arn = r"arn:aws:lambda:us-east-1:000000000000:function:\1"
    assert parse_definition(re.sub(r"\$\{(\w+)_arn\}", arn, text_of(machine)))


@pytest.mark.skipif(
    not SDK_PYTHON.exists() and "CI" not in os.environ, reason="run `make asl` once: it sets up the SDK"
)
def test_the_committed_machine_is_what_the_code_renders() -> None:
    rendered = subprocess.run(
        [SDK_PYTHON, "-W", "ignore", "-m", "statemachines.render", "--check"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert rendered.returncode == 0, rendered.stdout
