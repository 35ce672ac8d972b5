"""Tags of state machines and activities; versions and aliases have none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from local.engine.api.arns import is_activity_arn, machine_reference
from local.engine.api.errors import ApiError, ErrorName

if TYPE_CHECKING:
    from local.engine.engine import Engine

_MOST_TAGS = 50


def put(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    arn = _tagged(engine, request)
    tags = _by_key(request["tags"])
    _refuse_too_many(engine.tags.of(arn) | tags)
    engine.tags.put(arn, tags)
    return {}


def remove(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    engine.tags.remove(_tagged(engine, request), request["tagKeys"])
    return {}


def list_all(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    tags = engine.tags.of(_tagged(engine, request))
    return {"tags": [{"key": key, "value": value} for key, value in tags.items()]}


def checked(tags: Sequence[dict[str, str]]) -> dict[str, str]:
    """Of a resource that is being created; raises TooManyTags."""
    by_key = _by_key(tags)
    _refuse_too_many(by_key)
    return by_key


def _by_key(tags: Sequence[dict[str, str]]) -> dict[str, str]:
    return {tag["key"]: tag.get("value", "") for tag in tags if "key" in tag}


def _refuse_too_many(tags: dict[str, str]) -> None:
    if len(tags) > _MOST_TAGS:
        raise ApiError(ErrorName.TOO_MANY_TAGS, f"A resource has at most {_MOST_TAGS} tags")


def _tagged(engine: "Engine", request: dict[str, Any]) -> str:
    arn: str = request["resourceArn"]
    if is_activity_arn(arn):
        found = engine.activities.find(arn) is not None
    else:
        reference = machine_reference(arn)
        found = reference.qualifier is None and engine.machines.machine(arn) is not None
    if not found:
        raise ApiError(ErrorName.RESOURCE_NOT_FOUND, f"Resource not found: '{arn}'")
    return arn
