"""The eight state types, compiled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.engine.asl.choice import ChoiceRule
    from local.engine.asl.distribution import Distribution
    from local.engine.asl.flow import DataFlow
    from local.engine.asl.items import Items
    from local.engine.asl.payload import Payload
    from local.engine.asl.resources import TaskResource
    from local.engine.asl.settings import Setting, TextSetting
    from local.engine.asl.templates import Template


@dataclass(frozen=True, slots=True)
class Retrier:
    """`max_delay` in seconds; `full_jitter` draws the wait from zero up to the computed delay."""

    errors: tuple[str, ...]
    interval: int = 1
    max_attempts: int = 3
    backoff: float = 2.0
    max_delay: int | None = None
    full_jitter: bool = False


@dataclass(frozen=True, slots=True)
class Catcher:
    """`flow` hands the error output on."""

    errors: tuple[str, ...]
    next: str
    flow: DataFlow


@dataclass(frozen=True, slots=True)
class Step:
    """What every state has; `next` is None at the end of its machine."""

    name: str
    next: str | None
    flow: DataFlow


@dataclass(frozen=True, slots=True)
class PassState(Step):
    result: Payload | None


@dataclass(frozen=True, slots=True)
class SucceedState(Step):
    pass


@dataclass(frozen=True, slots=True)
class FailState(Step):
    error: TextSetting
    cause: TextSetting


@dataclass(frozen=True, slots=True)
class ChoiceState(Step):
    rules: tuple[ChoiceRule, ...]
    default: str | None


@dataclass(frozen=True, slots=True)
class WaitState(Step):
    """One of the two is set."""

    seconds: Setting | None
    timestamp: Setting | None


@dataclass(frozen=True, slots=True)
class TaskState(Step):
    resource: TaskResource
    timeout: Setting | None
    heartbeat: Setting | None
    credentials: Template | None
    retriers: tuple[Retrier, ...]
    catchers: tuple[Catcher, ...]


@dataclass(frozen=True, slots=True)
class ParallelState(Step):
    branches: tuple[StateGraph, ...]
    retriers: tuple[Retrier, ...]
    catchers: tuple[Catcher, ...]


@dataclass(frozen=True, slots=True)
class MapState(Step):
    """`max_concurrency` 0 is the service's own limit; `tolerates` says that a tolerance is declared.

    `distribution` is None for an inline Map.
    """

    processor: StateGraph
    items: Items
    item_selector: Template | None
    max_concurrency: Setting
    tolerated_count: Setting | None
    tolerated_percentage: Setting | None
    distribution: Distribution | None
    retriers: tuple[Retrier, ...]
    catchers: tuple[Catcher, ...]

    @property
    def tolerates(self) -> bool:
        return self.tolerated_count is not None or self.tolerated_percentage is not None


State = PassState | SucceedState | FailState | ChoiceState | WaitState | TaskState | ParallelState | MapState


TYPE_NAMES: dict[type[Step], str] = {
    PassState: "Pass",
    SucceedState: "Succeed",
    FailState: "Fail",
    ChoiceState: "Choice",
    WaitState: "Wait",
    TaskState: "Task",
    ParallelState: "Parallel",
    MapState: "Map",
}


@dataclass(frozen=True, slots=True)
class StateGraph:
    """A machine, a Parallel branch or a Map's item processor."""

    start_at: str
    states: Mapping[str, State]
