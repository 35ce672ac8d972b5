"""Tags of state machines."""

from typing import TYPE_CHECKING, Any

from local.engine.api.arns import machine_reference
from local.engine.api.errors import ApiError, ErrorName

if TYPE_CHECKING:
    from local.engine.engine import Engine

_MOST_TAGS = 50


def put(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    arn = _tagged(engine, request)
    tags = {tag["key"]: tag.get("value", "") for tag in request["tags"]}
    if len(engine.tags.of(arn).keys() | tags.keys()) > _MOST_TAGS:
        raise ApiError(ErrorName.TOO_MANY_TAGS, f"A resource has at most {_MOST_TAGS} tags")
    engine.tags.put(arn, tags)
    return {}


def remove(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    engine.tags.remove(_tagged(engine, request), request["tagKeys"])
    return {}


def list_all(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    tags = engine.tags.of(_tagged(engine, request))
    return {"tags": [{"key": key, "value": value} for key, value in tags.items()]}


def _tagged(engine: "Engine", request: dict[str, Any]) -> str:
    arn: str = request["resourceArn"]
    if engine.machines.machine(machine_reference(arn).machine_arn) is None:
        raise ApiError(ErrorName.RESOURCE_NOT_FOUND, f"Resource not found: '{arn}'")
    return arn
