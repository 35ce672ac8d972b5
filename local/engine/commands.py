"""What the engine's pure core tells its driver to do, and the words that both use.

The core is given a `Stimulus` (`stimuli.py`) and answers with the `Event`s that happened and the `Command`s
to carry out. The driver writes both in one transaction, then carries the commands out; after a crash
the run is folded again from its events and `Run.outstanding()` names the commands still owed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from random import Random

    from local.engine.map_runs.plan import MapRunPlan

JSON = Any


@dataclass(frozen=True, slots=True)
class Event:
    """One history event in AWS's terms.

    `details` is the content of AWS's `…EventDetails` member with AWS's names (`{"name": …, "input": "…"}`);
    inputs and outputs in it are JSON text. `branch` is the engine's own path of the Parallel branch or
    Map iteration (`""` at the top, then `"Fan/1"`, `"Fan/1/Each/12"`) and is never shown outside.
    """

    id: int
    previous_id: int
    type: str
    timestamp: datetime
    details: Mapping[str, JSON] = field(default_factory=dict)
    branch: str = ""


class Pattern(StrEnum):
    REQUEST_RESPONSE = "request_response"
    SYNC = "sync"
    SYNC_2 = "sync:2"
    WAIT_FOR_TASK_TOKEN = "wait_for_task_token"  # noqa: S105 -- the ASL pattern's name, not a secret


class RunStatus(StrEnum):
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    TIMED_OUT = "TIMED_OUT"
    ABORTED = "ABORTED"


@dataclass(frozen=True, slots=True)
class ExecutionInfo:
    """What the context object (`$$`) says of the run and its machine.

    `map_item` is `$$.Map.Item` of a distributed Map's child, as JSON text.
    """

    execution_arn: str
    name: str
    role_arn: str
    state_machine_arn: str
    state_machine_name: str
    start_time: datetime
    input: str
    version_arn: str | None = None
    alias_arn: str | None = None
    map_item: str | None = None
    is_express: bool = False


class Surroundings(Protocol):
    """What the core may not know by itself: injected, so that a run can be played again."""

    now: datetime
    random: Random

    def task_token(self, task_id: int) -> str:
        """Return the token of the task whose …Scheduled event has this id; same id, same token."""
        ...


@dataclass(frozen=True, slots=True)
class SqlWrite:
    """One statement in the engine's own database, with `%(name)s` for its parameters.

    Parameters are str, int, float, bool, None, or JSON values; they travel as text, so that a statement
    casts where Postgres cannot tell a parameter's type from its place.
    """

    statement: str
    parameters: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InvokeTask:
    """Call an integration. `task_id` is the id of the …Scheduled event; stimuli about the task carry it.

    `resource` is the ASL `Resource` (a Lambda ARN, an activity ARN or `arn:aws:states:::service:action…`),
    `parameters` the JSON text that AWS shows in the event, `token` set for `.waitForTaskToken`.
    `caller` are the ARNs of the execution and its state machine.
    """

    task_id: int
    resource: str
    pattern: Pattern
    parameters: str
    token: str | None = None
    region: str = "us-east-1"
    caller: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StartMapRun:
    """Run the children of a distributed Map. `task_id` is the id of its MapRunStarted event.

    `redrive_count` above 0: run the children that did not succeed once more.
    """

    task_id: int
    plan: MapRunPlan
    redrive_count: int = 0


@dataclass(frozen=True, slots=True)
class AbandonTask:
    """Nobody listens to this task or map run any more (timed out, branch aborted).

    A later answer is refused.
    """

    task_id: int


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Send `TimerFired(timer_id)` at `due_at`; a timer of the same id is replaced."""

    timer_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CancelTimer:
    timer_id: str


@dataclass(frozen=True, slots=True)
class EndRun:
    status: RunStatus
    output: str | None = None
    error: str | None = None
    cause: str | None = None


Call = InvokeTask | StartMapRun
Command = Call | AbandonTask | SetTimer | CancelTimer | EndRun


@dataclass(frozen=True, slots=True)
class Step:
    """The answer to one stimulus: what to append to the history, then what to do."""

    events: tuple[Event, ...] = ()
    commands: tuple[Command, ...] = ()
