"""What an ASL `Resource` names: a service's action, and how its answer is awaited."""

import re
from dataclasses import dataclass
from functools import lru_cache

_INTEGRATION = re.compile(
    r"arn:[\w-]+:states:[\w-]*:\d*:(?P<sdk>aws-sdk:)?(?P<service>[\w-]+):(?P<action>\w+)(\.(?P<pattern>\S+))?"
)
_FUNCTION = re.compile(r"arn:[\w-]+:lambda:[\w-]*:\d*:function:\S+")


_INVOKE = re.compile(r"arn:[\w-]+:states:[\w-]*:\d*:lambda:invoke(\.\S+)?")


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


@lru_cache(256)
def calls_a_function(resource: str) -> bool:
    """By its ARN, or by `lambda:invoke`."""
    return is_function_arn(resource) or _INVOKE.fullmatch(resource) is not None


def parse_resource(resource: str) -> TaskResource:
    """Raises `UnsupportedResourceError`."""
    named = _INTEGRATION.fullmatch(resource)
    if named is None:
        raise UnsupportedResourceError(resource)
    return TaskResource(named["service"], named["action"], named["sdk"] is not None)
