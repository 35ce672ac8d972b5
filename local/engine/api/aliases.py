"""Aliases: names that route executions to one version or, by weight, to two."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from local.engine.api.arns import MachineReference, machine_reference
from local.engine.api.errors import ApiError, ErrorName
from local.engine.api.pages import epoch, page_size, paged, position_in, present, token_of
from local.engine.store.aliases import Alias, Route

if TYPE_CHECKING:
    from local.engine.engine import Engine

_ALL_WEIGHT = 100
_MOST_ALIASES = 100


def create(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    machine_arn, routes = _checked_routes(engine, request["routingConfiguration"])
    now = engine.clock.now()
    alias = Alias(machine_arn, request["name"], request.get("description"), routes, now, now)
    existing = engine.aliases.alias(machine_arn, alias.name)
    if existing is None and len(engine.aliases.aliases(machine_arn, "", _MOST_ALIASES)) >= _MOST_ALIASES:
        raise ApiError(
            ErrorName.SERVICE_QUOTA_EXCEEDED,
            f"The maximum number of aliases has been reached: {_MOST_ALIASES}. Delete unused aliases",
        )
    if existing is not None or not engine.aliases.create(alias):
        alias = _same_or_refused(engine, alias)
    return {"stateMachineAliasArn": alias.arn, "creationDate": epoch(alias.created_at)}


def update(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    alias = _alias(engine, request["stateMachineAliasArn"])
    if "routingConfiguration" not in request and "description" not in request:
        raise ApiError(ErrorName.VALIDATION, "Either a description or a routingConfiguration is required")
    if "routingConfiguration" in request:
        machine_arn, routes = _checked_routes(engine, request["routingConfiguration"])
        if machine_arn != alias.machine_arn:
            raise ApiError(ErrorName.VALIDATION, f"The versions must be of {alias.machine_arn}")
        alias = replace(alias, routes=routes)
    alias = replace(
        alias, description=request.get("description", alias.description), updated_at=engine.clock.now()
    )
    engine.aliases.update(alias)
    return {"updateDate": epoch(alias.updated_at)}


def describe(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    alias = _alias(engine, request["stateMachineAliasArn"])
    return present(
        stateMachineAliasArn=alias.arn,
        name=alias.name,
        description=alias.description,
        routingConfiguration=[
            {"stateMachineVersionArn": route.version_arn, "weight": route.weight} for route in alias.routes
        ],
        creationDate=epoch(alias.created_at),
        updateDate=epoch(alias.updated_at),
    )


def list_all(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Of a machine or, when the ARN names one, of a version."""
    reference = machine_reference(request["stateMachineArn"])
    limit = page_size(request)
    position = position_in(request, (str,))
    aliases = engine.aliases.aliases(reference.machine_arn, position[0] if position else "", limit + 1)
    answer = paged("stateMachineAliases", aliases, limit, _listed, lambda alias: token_of(alias.name))
    if reference.version is not None:
        routed = {
            alias.arn for alias in aliases if reference.arn in [route.version_arn for route in alias.routes]
        }
        answer["stateMachineAliases"] = [
            shown for shown in answer["stateMachineAliases"] if shown["stateMachineAliasArn"] in routed
        ]
    return answer


def delete(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Deleting an alias that is not there is no error (AWS, recorded)."""
    reference = machine_reference(request["stateMachineAliasArn"])
    if reference.alias is None:
        raise ApiError(ErrorName.INVALID_ARN, f"Invalid Arn: '{reference.arn}' is no state machine alias")
    engine.aliases.delete(reference.machine_arn, reference.alias)
    return {}


def _alias(engine: "Engine", arn: str) -> Alias:
    reference = machine_reference(arn)
    alias = engine.aliases.alias(reference.machine_arn, reference.alias) if reference.alias else None
    if alias is None:
        raise _no_such_resource()
    return alias


def _same_or_refused(engine: "Engine", wanted: Alias) -> Alias:
    """Creating the same alias again is no error (AWS, CreateStateMachineAlias)."""
    existing = _alias(engine, wanted.arn)
    if (existing.routes, existing.description) != (wanted.routes, wanted.description):
        raise ApiError(
            ErrorName.CONFLICT,
            "Failed to create alias because an alias with the same name and a different routing "
            "configuration already exists.",
        )
    return existing


def _checked_routes(engine: "Engine", configuration: list[dict[str, Any]]) -> tuple[str, tuple[Route, ...]]:
    """The machine and its routes: one or two versions of it, weights adding up to 100."""
    references = [machine_reference(route["stateMachineVersionArn"]) for route in configuration]
    arns = ", ".join(reference.arn for reference in references)
    if any(reference.version is None for reference in references):
        raise _bad_routes(f"must contain state machine version ARNs. Received: [{arns}]")
    if len({reference.machine_arn for reference in references}) != 1:
        raise _bad_routes(f"must contain versions of one state machine. Received: [{arns}]")
    if len({reference.arn for reference in references}) != len(references):
        raise _bad_routes(f"must contain distinct state machine version ARNs. Received: [{arns}]")
    weights = [route["weight"] for route in configuration]
    if sum(weights) != _ALL_WEIGHT:
        raise ApiError(
            ErrorName.VALIDATION,
            f"Sum of routing configuration weights must equal {_ALL_WEIGHT}. Received: {weights}",
        )
    for reference in references:
        _check_version(engine, reference)
    routes = tuple(Route(route["stateMachineVersionArn"], route["weight"]) for route in configuration)
    return references[0].machine_arn, routes


def _check_version(engine: "Engine", reference: MachineReference) -> None:
    number = reference.version
    if number is None or engine.machines.version(reference.machine_arn, number) is None:
        raise _no_such_resource()


def _bad_routes(problem: str) -> ApiError:
    return ApiError(ErrorName.VALIDATION, f"Routing configuration {problem}")


def _no_such_resource() -> ApiError:
    return ApiError(ErrorName.RESOURCE_NOT_FOUND, "Request references a resource that does not exist.")


def _listed(alias: Alias) -> dict[str, Any]:
    return {"stateMachineAliasArn": alias.arn, "creationDate": epoch(alias.created_at)}
