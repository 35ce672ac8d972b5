"""Aliases: names that route executions to one version or, by weight, to two."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from local.engine.api.arns import MachineReference, checked_name, machine_reference
from local.engine.api.errors import ApiError, ErrorName
from local.engine.api.pages import epoch, page_size, paged, position_in, present, token_of
from local.engine.store.machines import Alias, Route

if TYPE_CHECKING:
    from local.engine.engine import Engine

_ALL_WEIGHT = 100


def create(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    name = checked_name(request["name"])
    if name.isdecimal():
        raise ApiError(ErrorName.INVALID_NAME, f"Invalid Name: '{name}' must not be a number")
    machine_arn, routes = _checked_routes(engine, request["routingConfiguration"])
    now = engine.clock.now()
    alias = Alias(machine_arn, name, request.get("description"), routes, now, now)
    if not engine.aliases.create(alias):
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
    alias = _alias(engine, request["stateMachineAliasArn"])
    engine.aliases.delete(alias.machine_arn, alias.name)
    return {}


def _alias(engine: "Engine", arn: str) -> Alias:
    reference = machine_reference(arn)
    alias = engine.aliases.alias(reference.machine_arn, reference.alias) if reference.alias else None
    if alias is None:
        raise ApiError(
            ErrorName.RESOURCE_NOT_FOUND, f"Request references a resource that does not exist: '{arn}'"
        )
    return alias


def _same_or_refused(engine: "Engine", wanted: Alias) -> Alias:
    """Creating the same alias again is no error (AWS, CreateStateMachineAlias)."""
    existing = _alias(engine, wanted.arn)
    if (existing.routes, existing.description) != (wanted.routes, wanted.description):
        raise ApiError(ErrorName.CONFLICT, f"Alias {wanted.arn} exists with another routing configuration")
    return existing


def _checked_routes(engine: "Engine", configuration: list[dict[str, Any]]) -> tuple[str, tuple[Route, ...]]:
    """The machine and its routes: one or two versions of it, weights adding up to 100."""
    references = [machine_reference(route["stateMachineVersionArn"]) for route in configuration]
    if len({reference.machine_arn for reference in references}) != 1:
        raise ApiError(
            ErrorName.VALIDATION, "The routing configuration must name versions of one state machine"
        )
    if sum(route["weight"] for route in configuration) != _ALL_WEIGHT:
        raise ApiError(ErrorName.VALIDATION, "The weights of the routing configuration must add up to 100")
    if len({reference.arn for reference in references}) != len(references):
        raise ApiError(ErrorName.VALIDATION, "The routing configuration must not name a version twice")
    for reference in references:
        _check_version(engine, reference)
    routes = tuple(Route(route["stateMachineVersionArn"], route["weight"]) for route in configuration)
    return references[0].machine_arn, routes


def _check_version(engine: "Engine", reference: MachineReference) -> None:
    number = reference.version
    if number is None or engine.machines.version(reference.machine_arn, number) is None:
        raise ApiError(
            ErrorName.RESOURCE_NOT_FOUND,
            f"Request references a resource that does not exist: '{reference.arn}'",
        )


def _listed(alias: Alias) -> dict[str, Any]:
    return {"stateMachineAliasArn": alias.arn, "creationDate": epoch(alias.created_at)}
