"""Runs of JSONata states, and what AWS says of an expression that returns nothing."""

from __future__ import annotations

from typing import Any

from tests.local.engine.core.builders import Driver, machine

LOAD = {"rate": 850, "carriers": ["ABC", "XYZ"]}
UNDEFINED = "{% $states.input.missing %}"


def run_of(input_: Any = None, **states: Any) -> Driver:
    return Driver(machine(language="JSONata", **states), LOAD if input_ is None else input_).start()


def cause_of(driver: Driver) -> str:
    assert driver.end is not None
    assert driver.end.error == "States.QueryEvaluationError"
    return str(driver.end.cause)


def undefined(state: str, field: str, entered_id: int) -> str:
    return (
        f"An error occurred while executing the state '{state}' (entered at the event id #{entered_id}). "
        f"The JSONata expression '$states.input.missing' specified for the field '{field}' returned nothing "
        "(undefined)."
    )
