import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from local.engine.asl.definition import parse_definition
from schemas.booking.tasks.registry import TASKS
from statemachines.lint import ASL_FOLDER, lint

REPOSITORY = Path(__file__).parents[2]
SDK_PYTHON = Path(os.environ.get("CHAIN_HOME", REPOSITORY / ".chain")) / "statemachines" / "bin" / "python"
TEXT = (ASL_FOLDER / "booking.asl.json").read_text()
STATES: dict[str, dict[str, Any]] = json.loads(TEXT)["States"]
FUNCTION = re.compile(r"^\$\{(\w+)_arn\}$")


def payload_of(state: dict[str, Any]) -> dict[str, Any]:
    parameters: dict[str, Any] = state["Parameters"]
    payload: dict[str, Any] = parameters.get("Payload", parameters)
    return payload


def function_of(state: dict[str, Any]) -> str | None:
    named = state.get("Parameters", {}).get("FunctionName", state.get("Resource", ""))
    match = FUNCTION.match(named)
    return match[1] if match else None


FUNCTIONS = {name: function_of(state) for name, state in STATES.items() if function_of(state)}


def test_the_machine_keeps_every_rule() -> None:
    assert lint(TEXT) == []


def test_every_task_function_is_used_and_no_other() -> None:
    assert set(FUNCTIONS.values()) == set(TASKS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_task_is_sent_what_its_model_takes(name: str) -> None:
    # given
    model = TASKS[FUNCTIONS[name] or ""].input
    sent = {field.removesuffix(".$") for field in payload_of(STATES[name])}

    # then
    required = {field for field, info in model.model_fields.items() if info.is_required()}
    assert required <= sent <= set(model.model_fields)


def test_the_engine_takes_the_machine() -> None:
    text = re.sub(r"\$\{(\w+)_arn\}", r"arn:aws:lambda:us-east-1:000000000000:function:\1", TEXT)
    assert parse_definition(text)


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
