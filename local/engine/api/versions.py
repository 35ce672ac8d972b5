"""Versions of state machines: snapshots that never change."""

from typing import TYPE_CHECKING, Any

from local.engine.api.arns import machine_reference
from local.engine.api.errors import ApiError, ErrorName
from local.engine.api.machines import machine_of
from local.engine.api.pages import epoch, page_size, paged, position_in, token_of
from local.engine.store.machines import Version

if TYPE_CHECKING:
    from local.engine.engine import Engine

_ALL_ALIASES = 1000


def publish(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Publishing an unchanged revision again answers the version there is, as on AWS."""
    machine = machine_of(engine, request["stateMachineArn"])
    revision_id = request.get("revisionId")
    if revision_id not in (None, str(machine.revision_id)):
        raise ApiError(
            ErrorName.CONFLICT, f"Revision ID {revision_id} is not the current one of {machine.arn}"
        )
    latest = engine.machines.versions(machine.arn, None, 1)
    if latest and latest[0].revision_id == machine.revision_id:
        return _published(latest[0])
    version = engine.machines.publish(
        machine.arn, machine.revision_id, request.get("description"), engine.clock.now()
    )
    assert version is not None
    return _published(version)


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
    for alias in engine.aliases.aliases(reference.machine_arn, "", _ALL_ALIASES):
        if any(route.version_arn == reference.arn for route in alias.routes):
            raise ApiError(
                ErrorName.CONFLICT,
                f"Version to be deleted must not be referenced by an alias. Current list of aliases "
                f"referencing this version: [{alias.name}]",
            )
    engine.machines.delete_version(reference.machine_arn, reference.version)
    return {}


def _published(version: Version) -> dict[str, Any]:
    return {"stateMachineVersionArn": version.arn, "creationDate": epoch(version.created_at)}
