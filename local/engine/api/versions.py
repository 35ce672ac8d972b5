"""Versions of state machines: snapshots that never change."""

from typing import TYPE_CHECKING, Any

from local.engine.api.arns import machine_reference
from local.engine.api.errors import ApiError, ErrorName
from local.engine.api.machines import machine_of, published, revision_of
from local.engine.api.pages import epoch, page_size, paged, position_in, token_of
from local.engine.store.machines import Version

if TYPE_CHECKING:
    from local.engine.engine import Engine

_ALL_ALIASES = 1000
_INITIAL = "INITIAL"


def publish(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Publishing an unchanged revision again answers the version there is, as on AWS."""
    machine = machine_of(engine, request["stateMachineArn"])
    current = revision_of(engine, machine).shown_id or _INITIAL
    wanted = request.get("revisionId", current)
    if wanted != current:
        raise ApiError(
            ErrorName.CONFLICT,
            f"Failed to publish the State Machine version for revision {wanted}. "
            f"The current State Machine revision is {current}.",
        )
    return _published(published(engine, machine, request.get("description")))


def list_all(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    reference = machine_reference(request["stateMachineArn"])
    limit = page_size(request)
    position = position_in(request, (int,))
    versions = engine.machines.versions(reference.machine_arn, position[0] if position else None, limit + 1)
    return paged(
        "stateMachineVersions", versions, limit, _published, lambda version: token_of(version.number)
    )


def delete(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Refused while an alias routes to the version."""
    reference = machine_reference(request["stateMachineVersionArn"])
    if reference.version is None:
        raise ApiError(ErrorName.INVALID_ARN, f"Invalid Arn: '{reference.arn}' is no state machine version")
    aliases = engine.aliases.aliases(reference.machine_arn, "", _ALL_ALIASES)
    names = [
        alias.name for alias in aliases if reference.arn in [route.version_arn for route in alias.routes]
    ]
    if names:
        raise ApiError(
            ErrorName.CONFLICT,
            "Version to be deleted must not be referenced by an alias. Current list of aliases referencing "
            f"this version: [{', '.join(names)}]",
        )
    engine.machines.delete_version(reference.machine_arn, reference.version)
    return {}


def _published(version: Version) -> dict[str, Any]:
    return {"stateMachineVersionArn": version.arn, "creationDate": epoch(version.created_at)}
