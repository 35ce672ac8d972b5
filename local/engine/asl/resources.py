"""What a Task's `Resource` names: a Lambda function, an activity or a service integration."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from local.engine.commands import Pattern

_LAMBDA = re.compile(r"arn:[\w-]+:lambda:[\w-]*:[\w-]*:function:[\w:$.<>-]+")
_ACTIVITY = re.compile(r"arn:[\w-]+:states:[\w-]*:\d*:activity:\S+")
_SERVICE = re.compile(
    r"arn:[\w-]+:states:[\w-]*:\d*:(?P<type>aws-sdk:[\w-]+|[\w-]+):(?P<action>[\w.]+(?::2)?)"
)
_SUFFIXES = {
    ".waitForTaskToken": Pattern.WAIT_FOR_TASK_TOKEN,
    ".sync:2": Pattern.SYNC_2,
    ".sync": Pattern.SYNC,
}


class ResourceKind(Enum):
    """Which family of history events a task writes."""

    LAMBDA = "LambdaFunction"
    ACTIVITY = "Activity"
    SERVICE = "Task"


@dataclass(frozen=True, slots=True)
class TaskResource:
    """`service` and `action` are the events' resourceType and resource (`sqs`, `sendMessage.sync`)."""

    arn: str
    kind: ResourceKind
    service: str
    action: str
    pattern: Pattern

    @property
    def limited_name(self) -> str:
        """How AWS names the task when its result is too large."""
        return self.service if self.kind is ResourceKind.SERVICE else self.arn


def parse_resource(arn: str) -> TaskResource | None:
    """Read a resource ARN; None when it is none that a Task can call."""
    if _LAMBDA.fullmatch(arn):
        return TaskResource(arn, ResourceKind.LAMBDA, "lambda", arn, Pattern.REQUEST_RESPONSE)
    if _ACTIVITY.fullmatch(arn):
        return TaskResource(arn, ResourceKind.ACTIVITY, "activity", arn, Pattern.WAIT_FOR_TASK_TOKEN)
    service = _SERVICE.fullmatch(arn)
    if service is None:
        return None
    action = service["action"]
    return TaskResource(arn, ResourceKind.SERVICE, service["type"], action, _pattern_of(action))


def _pattern_of(action: str) -> Pattern:
    matching = (pattern for suffix, pattern in _SUFFIXES.items() if action.endswith(suffix))
    return next(matching, Pattern.REQUEST_RESPONSE)
