"""A step costs the same early and late in a run, counted in calls and in what the run holds."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Any

from local.engine.stimuli import TaskSucceeded
from tests.local.engine.core.builders import Driver, machine, task

if TYPE_CHECKING:
    from types import FrameType

EARLY, LATE = 10, 3_000


def test_neither_the_work_of_a_step_nor_the_state_grows_with_the_history() -> None:
    ask = task(TimeoutSeconds=9, ResultPath="$.last", Next="Again")
    driver = Driver(machine(Ask=ask, Again=again(), End={"Type": "Succeed"})).start()

    for _ in range(EARLY):
        answer(driver)
    early = calls_of_an_answer(driver), held_by(driver)
    for _ in range(LATE):
        answer(driver)
    late = calls_of_an_answer(driver), held_by(driver)

    assert len(driver.events) > 20_000
    assert late == early


def again() -> dict[str, Any]:
    never = {"Variable": "$.last", "IsString": True, "Next": "End"}
    return {"Type": "Choice", "Choices": [never], "Default": "Ask"}


def answer(driver: Driver) -> None:
    driver.tell(TaskSucceeded(driver.calls[-1].task_id, '{"rate":1}'))


def calls_of_an_answer(driver: Driver) -> int:
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    stimulus = TaskSucceeded(driver.calls[-1].task_id, '{"rate":1}')
    gc.disable()  # a collection's callbacks would be counted too
    sys.setprofile(count)
    step = driver.run.handle(stimulus, driver.surroundings)
    sys.setprofile(None)
    gc.enable()
    driver.events.extend(step.events)
    driver._keep(step.commands)
    return calls


def held_by(driver: Driver) -> int:
    """Count the elements of all containers that the run's own state reaches."""
    seen: set[int] = set()
    total = 0
    todo: list[Any] = [driver.run._state]
    while todo:
        value = todo.pop()
        if id(value) in seen or isinstance(value, type):
            continue
        seen.add(id(value))
        total += len(value) if isinstance(value, dict | list | set | tuple) else 1
        todo.extend(each for each in gc.get_referents(value) if not callable(each))
    return total
