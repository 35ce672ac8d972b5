"""What an ASL `Resource` names: a service's action, and how its answer is awaited."""

import re
from dataclasses import dataclass

_INTEGRATION = re.compile(
    r"arn:[\w-]+:states:[\w-]*:\d*:(?P<sdk>aws-sdk:)?(?P<service>[\w-]+):(?P<action>\w+)(\.(?P<pattern>\S+))?"
)
_FUNCTION = re.compile(r"arn:[\w-]+:lambda:[\w-]*:\d*:function:\S+")


class UnsupportedResourceError(Exception):
    """The engine has no integration of this name; see local/engine/integrations for those there are."""


@dataclass(frozen=True, slots=True)
class TaskResource:
    """`service` and `action` as in the ARN (`dynamodb`, `putItem`); `aws_sdk` for `aws-sdk:` integrations."""

    service: str
    action: str
    aws_sdk: bool


def is_function_arn(resource: str) -> bool:
    return _FUNCTION.fullmatch(resource) is not None


def parse_resource(resource: str) -> TaskResource:
    """Raises `UnsupportedResourceError`."""
    named = _INTEGRATION.fullmatch(resource)
    if named is None:
        raise UnsupportedResourceError(resource)
    return TaskResource(named["service"], named["action"], named["sdk"] is not None)
