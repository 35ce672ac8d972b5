"""Tasks of activities, waiting for a worker to ask for one.

Only names of tasks are kept here: what a task is about stands in its run's history. A task is a worker's
once `ActivityStarted` is committed, so no task goes to two; one whose worker dies is ended by its deadline.
"""

import threading
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from typing import NamedTuple

from local.engine.asl.errors import RUNTIME
from local.engine.driver.outside import Answer, Invocation
from local.engine.stimuli import TaskFailed
from local.engine.store.activities import Activities


class ActivityTask(NamedTuple):
    execution_id: int
    task_id: int


class ActivityTasks:
    def __init__(self) -> None:
        self._waiting: dict[str, deque[ActivityTask]] = defaultdict(deque)
        self._pollers: Counter[str] = Counter()
        self._changed = threading.Condition()
        self._closed = False

    def offer(self, activity_arn: str, task: ActivityTask) -> None:
        with self._changed:
            self._waiting[activity_arn].append(task)
            self._changed.notify_all()

    def take(self, activity_arn: str, seconds: float) -> ActivityTask | None:
        """The task that has waited longest; None when none came within `seconds`."""
        with self._changed:
            self._pollers[activity_arn] += 1
            try:
                self._changed.wait_for(lambda: self._waiting.get(activity_arn) or self._closed, seconds)
                waiting = self._waiting.get(activity_arn)
                return waiting.popleft() if waiting else None
            finally:
                self._pollers[activity_arn] -= 1
                self._forget_empty(activity_arn)

    def pollers(self, activity_arn: str) -> int:
        """How many wait for this activity's tasks now."""
        return self._pollers[activity_arn]

    def close(self) -> None:
        """Whoever waits goes home."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _forget_empty(self, activity_arn: str) -> None:
        if not self._waiting.get(activity_arn):
            self._waiting.pop(activity_arn, None)
        if not self._pollers[activity_arn]:
            del self._pollers[activity_arn]


@dataclass(frozen=True, slots=True)
class OfferedActivities:
    """What becomes of a task that names an activity: it is offered to the activity's workers."""

    activities: Activities
    tasks: ActivityTasks

    def offer(self, invocation: Invocation) -> Answer | None:
        """None while a worker is awaited; a failure when there is no such activity."""
        task = invocation.task
        if self.activities.find(task.resource) is None:
            return TaskFailed(task.task_id, RUNTIME, f"The activity {task.resource} does not exist.")
        self.tasks.offer(task.resource, ActivityTask(invocation.execution_id, task.task_id))
        return None
