"""The whole folded state of one run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from local.engine.asl.context import execution_context
from local.engine.commands import ExecutionInfo, RunStatus
from local.engine.core.frames import Frame, Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from local.engine.asl.definition import Definition
    from local.engine.asl.payload import JSON, Payload


LONGEST_EXPRESS_SECONDS = 300


@dataclass(slots=True)
class RunState:
    """`frames` are the lines by path; `tasks`, `map_runs` … find one by what it waits for."""

    definition: Definition
    execution: ExecutionInfo
    input: Payload
    status: RunStatus = RunStatus.RUNNING
    root: Frame | None = None
    last_event_id: int = 0
    last_event_at: datetime | None = None
    redrive_count: int = 0
    begun_at: datetime | None = None
    frames: dict[str, Frame] = field(default_factory=dict)
    tasks: dict[int, Frame] = field(default_factory=dict)
    map_runs: dict[int, Frame] = field(default_factory=dict)
    waits: dict[int, Frame] = field(default_factory=dict)
    retries: dict[int, Frame] = field(default_factory=dict)
    evaluate: Callable[[Frame], None] | None = None
    _execution_context: dict[str, JSON] | None = None

    @property
    def longest_seconds(self) -> int | None:
        """After this the run times out; None when only the year that any run has bounds it."""
        limit = self.definition.timeout_seconds
        if not self.execution.is_express:
            return limit
        return LONGEST_EXPRESS_SECONDS if limit is None else min(limit, LONGEST_EXPRESS_SECONDS)

    def execution_context(self) -> dict[str, JSON]:
        """Return the unchanging part of `$$`, built when first asked for."""
        if self._execution_context is None:
            self._execution_context = execution_context(self.execution, self.input.value, self.redrive_count)
        return self._execution_context

    def derive_failure(self, frame: Frame) -> None:
        """While folding: find out by `evaluate` whether a state that began no work failed to."""
        if self.evaluate is not None and frame.position in {Position.ENTERED, Position.ANSWERED}:
            self.evaluate(frame)

    def forget_context(self) -> None:
        self._execution_context = None


def walk(frame: Frame) -> Iterator[Frame]:
    """The line and all lines below it, parents first."""
    yield frame
    for child in frame.children.values():
        yield from walk(child)
