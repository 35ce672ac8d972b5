"""The rules that every state machine of Chain keeps, checked on the rendered ASL without the SDK."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from statemachines.error_names import AWS_ERRORS, error_classes

ASL_FOLDER = Path(__file__).parent / "asl"
States = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Finding:
    """One broken rule: the state and what is wrong with it."""

    state: str
    problem: str

    def __str__(self) -> str:
        return f"{self.state} {self.problem}"


class DuplicateStateError(Exception):
    """Two members of one JSON object have the same name: rename one of the states."""


def lint(text: str) -> list[Finding]:
    """All findings for one machine, given as ASL text; empty when every rule is kept."""
    try:
        machine = json.loads(text, object_pairs_hook=_unique_names)
    except DuplicateStateError as error:
        return [Finding(str(error), "is declared twice")]
    states: States = machine["States"]
    rules: list[Callable[[States], Iterator[Finding]]] = [
        *TASK_RULES,
        edges_lead_somewhere,
        choices_have_a_default,
        errors_are_classes,
    ]
    graph = list(every_state_is_reached(machine["StartAt"], states))
    return [finding for rule in rules for finding in rule(states)] + graph


def tasks(states: States) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((name, state) for name, state in states.items() if state["Type"] == "Task")


def retries_name_transient_errors(states: States) -> Iterator[Finding]:
    for name, state in tasks(states):
        if not state.get("Retry"):
            yield Finding(name, "has no Retry: name the transient errors")
        for retrier in state.get("Retry", []):
            yield from _retrier_findings(name, retrier)


def _retrier_findings(name: str, retrier: Mapping[str, Any]) -> Iterator[Finding]:
    errors = retrier["ErrorEquals"]
    if not isinstance(errors, list) or not errors:
        yield Finding(name, "has a Retry whose ErrorEquals is not a list of names")
    if "States.ALL" in errors or "States.TaskFailed" in errors:
        yield Finding(name, "retries every error: name the transient ones")
    if retrier.get("JitterStrategy") != "FULL":
        yield Finding(name, "has a Retry without JitterStrategy FULL")
    if "MaxDelaySeconds" not in retrier or "MaxAttempts" not in retrier:
        yield Finding(name, "has a Retry without a cap: MaxDelaySeconds and MaxAttempts")


def catches_end_in_all(states: States) -> Iterator[Finding]:
    for name, state in tasks(states):
        catchers = state.get("Catch", [])
        if not catchers or catchers[-1]["ErrorEquals"] != ["States.ALL"]:
            yield Finding(name, "has no Catch that ends in States.ALL")


def tasks_time_out(states: States) -> Iterator[Finding]:
    for name, state in tasks(states):
        if "TimeoutSeconds" not in state and "TimeoutSecondsPath" not in state:
            yield Finding(name, "has neither TimeoutSeconds nor TimeoutSecondsPath")


def waits_beat_or_say_why_not(states: States) -> Iterator[Finding]:
    for name, state in tasks(states):
        beats = "HeartbeatSeconds" in state or "HeartbeatSecondsPath" in state
        excused = "No heartbeat:" in state.get("Comment", "")
        if is_wait(state) and not beats and not excused:
            yield Finding(
                name, "waits without HeartbeatSeconds and its Comment gives no reason (`No heartbeat: …`)"
            )


def waits_do_not_retry_their_deadline(states: States) -> Iterator[Finding]:
    for name, state in tasks(states):
        retried = [error for retrier in state.get("Retry", []) for error in retrier["ErrorEquals"]]
        if is_wait(state) and "States.Timeout" in retried:
            yield Finding(name, "retries States.Timeout, which is its deadline: catch it")


def is_wait(state: Mapping[str, Any]) -> bool:
    return str(state["Resource"]).endswith(".waitForTaskToken")


def edges_lead_somewhere(states: States) -> Iterator[Finding]:
    for name, state in states.items():
        for target in targets(state):
            if target not in states:
                yield Finding(name, f"leads to {target}, which is not a state")
        if (
            state["Type"] not in ("Choice", "Succeed", "Fail")
            and "Next" not in state
            and not state.get("End")
        ):
            yield Finding(name, "has neither Next nor End")


def targets(state: Mapping[str, Any]) -> list[str]:
    edges = [state, *state.get("Catch", []), *state.get("Choices", [])]
    return [edge["Next"] for edge in edges if "Next" in edge] + (
        [state["Default"]] if "Default" in state else []
    )


def every_state_is_reached(start: str, states: States) -> Iterator[Finding]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in states and name not in reached:
            reached.add(name)
            waiting.extend(targets(states[name]))
    return (Finding(name, "is reached by no state") for name in states if name not in reached)


def choices_have_a_default(states: States) -> Iterator[Finding]:
    for name, state in states.items():
        if state["Type"] == "Choice" and "Default" not in state:
            yield Finding(name, "is a Choice without Default")


def errors_are_classes(states: States) -> Iterator[Finding]:
    known = AWS_ERRORS | error_classes()
    for name, state in states.items():
        for rule in (*state.get("Retry", []), *state.get("Catch", [])):
            for error in rule["ErrorEquals"]:
                if error not in known:
                    yield Finding(
                        name, f"names {error}, which no class in lambdas/ and no AWS service raises"
                    )


def _unique_names(members: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in members]
    for name in names:
        if names.count(name) > 1:
            raise DuplicateStateError(name)
    return dict(members)


TASK_RULES: list[Callable[[States], Iterator[Finding]]] = [
    retries_name_transient_errors,
    catches_end_in_all,
    tasks_time_out,
    waits_beat_or_say_why_not,
    waits_do_not_retry_their_deadline,
]
