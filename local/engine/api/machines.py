"""State machines: create, update, describe, list, delete, validate."""

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from local.engine.api import tags
from local.engine.api.arns import MachineReference, checked_execution_arn, checked_name, machine_reference
from local.engine.api.errors import ApiError, ErrorName
from local.engine.api.machine_options import NAMES, checked_options, with_defaults
from local.engine.api.pages import epoch, page_size, paged, position_in, present, token_of
from local.engine.asl.definition import diagnose, parse_definition
from local.engine.asl.errors import Diagnostic, InvalidDefinition
from local.engine.asl.processors import processor_text
from local.engine.asl.validation.express import express_findings
from local.engine.launching import no_such_machine
from local.engine.store.machines import Machine, Revision, Version

if TYPE_CHECKING:
    from local.engine.engine import Engine

_MOST_DIAGNOSTICS = 100
_MOST_VERSIONS = 1000


def create(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    name, kind = checked_name(request["name"]), request.get("type", "STANDARD")
    _check_definition(request["definition"], kind)
    _check_version_description(request)
    given_tags = tags.checked(request.get("tags", ()))
    machine, revision = _new_machine(engine, name, kind, request)
    if engine.machines.create(machine, revision):
        engine.tags.put(machine.arn, given_tags)
    else:
        machine = _same_or_refused(engine, machine, revision)
    version = (
        published(engine, machine, request.get("versionDescription")) if request.get("publish") else None
    )
    return present(
        stateMachineArn=machine.arn,
        creationDate=epoch(machine.created_at),
        stateMachineVersionArn=version.arn if version else None,
    )


def update(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """An update that changes nothing makes no revision."""
    machine = machine_of(engine, request["stateMachineArn"])
    if not any(name in request for name in ("definition", "roleArn", *NAMES)):
        raise ApiError(
            ErrorName.MISSING_REQUIRED_PARAMETER,
            "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must "
            "be specified",
        )
    _check_version_description(request)
    current = revision_of(engine, machine)
    revision = _updated(engine, machine, current, request)
    if revision is not current:
        machine = Machine(machine.arn, machine.name, machine.type, machine.created_at, revision.id)
        engine.machines.update(machine, revision)
    version = (
        published(engine, machine, request.get("versionDescription")) if request.get("publish") else None
    )
    return present(
        updateDate=epoch(engine.clock.now()),
        revisionId=revision.shown_id,
        stateMachineVersionArn=version.arn if version else None,
    )


def describe(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    reference = machine_reference(request["stateMachineArn"])
    machine = machine_of(engine, reference.machine_arn)
    if reference.version is None and reference.qualifier:
        raise no_such_machine(reference.arn)
    return _described(engine, machine, reference)


def describe_for_execution(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """The definition that the execution runs, whatever the machine's is now."""
    arn = checked_execution_arn(request["executionArn"])
    execution = engine.executions.by_arn(arn)
    if execution is None:
        raise ApiError(ErrorName.EXECUTION_DOES_NOT_EXIST, f"Execution Does Not Exist: '{arn}'")
    revision = engine.machines.revision(execution.revision_id)
    assert revision is not None
    machine_arn, _, label = execution.machine_arn.partition("/")
    within_map = _within_map(engine, execution.map_run_arn, revision, label) if execution.map_run_arn else {}
    shown = present(
        stateMachineArn=execution.version_arn or execution.machine_arn,
        name=machine_reference(machine_arn).name,
        definition=revision.definition,
        roleArn=revision.role_arn,
        updateDate=epoch(revision.created_at),
        revisionId=revision.shown_id,
        **with_defaults(revision.options),
    )
    return shown | within_map


def _within_map(engine: "Engine", map_run_arn: str, revision: Revision, label: str) -> dict[str, Any]:
    """A distributed Map's child runs the item processor alone."""
    run = engine.map_runs.by_arn(map_run_arn)
    assert run is not None
    definition = processor_text(json.loads(revision.definition), run.state_name)
    return present(definition=definition, mapRunArn=map_run_arn, label=label)


def list_all(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    limit = page_size(request)
    position = position_in(request, (str,))
    machines = engine.machines.machines(position[0] if position else "", limit + 1)
    return paged("stateMachines", machines, limit, _listed, lambda machine: token_of(machine.name))


def delete(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Executions in flight go on; AWS answers the same when there is no such machine."""
    reference = machine_reference(request["stateMachineArn"])
    if reference.qualifier:
        raise ApiError(ErrorName.VALIDATION, "The state machine ARN must not name a version or an alias")
    engine.machines.delete(reference.machine_arn)
    engine.tags.remove(reference.machine_arn)
    return {}


def validate(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    del engine
    found = _diagnosed(request["definition"], request.get("type", "STANDARD"))
    least = request.get("severity", "ERROR")
    shown = [diagnostic for diagnostic in found if least == "WARNING" or diagnostic.severity == "ERROR"]
    limit = int(request.get("maxResults") or _MOST_DIAGNOSTICS)
    has_errors = any(diagnostic.severity == "ERROR" for diagnostic in found)
    return {
        "result": "FAIL" if has_errors else "OK",
        "diagnostics": [
            present(
                severity=diagnostic.severity,
                code=diagnostic.code,
                message=diagnostic.message,
                location=diagnostic.location,
            )
            for diagnostic in shown[:limit]
        ],
        "truncated": len(shown) > limit,
    }


def machine_of(engine: "Engine", machine_arn: str) -> Machine:
    """Raises InvalidArn, StateMachineDoesNotExist: a version or an alias is no machine."""
    reference = machine_reference(machine_arn)
    machine = None if reference.qualifier else engine.machines.machine(reference.machine_arn)
    if machine is None:
        raise no_such_machine(machine_arn)
    return machine


def revision_of(engine: "Engine", machine: Machine) -> Revision:
    revision = engine.machines.revision(machine.revision_id)
    assert revision is not None
    return revision


def published(engine: "Engine", machine: Machine, description: str | None) -> Version:
    """The version of the machine's present revision, made if there is none; at most 1,000 a machine (AWS)."""
    latest = engine.machines.versions(machine.arn, None, 1)
    if latest and latest[0].revision_id == machine.revision_id:
        return latest[0]
    if engine.machines.count_versions(machine.arn) >= _MOST_VERSIONS:
        raise ApiError(
            ErrorName.SERVICE_QUOTA_EXCEEDED,
            f"The maximum number of versions has been reached: {_MOST_VERSIONS}. Delete unused versions",
        )
    version = engine.machines.publish(machine.arn, machine.revision_id, description, engine.clock.now())
    if version is None:
        raise no_such_machine(machine.arn)
    return version


def _new_machine(engine: "Engine", name: str, kind: str, request: dict[str, Any]) -> tuple[Machine, Revision]:
    now, arn = engine.clock.now(), engine.account.machine_arn(name)
    options = with_defaults(checked_options(engine, request))
    revision = Revision(
        uuid4(), arn, request["definition"], request["roleArn"], now, options, is_initial=True
    )
    return Machine(arn, name, kind, now, revision.id), revision


def _updated(engine: "Engine", machine: Machine, current: Revision, request: dict[str, Any]) -> Revision:
    """The revision that the request asks for; the present one when it asks for nothing else."""
    if "definition" in request:
        _check_definition(request["definition"], machine.type)
    wanted = (
        request.get("definition", current.definition),
        request.get("roleArn", current.role_arn),
        with_defaults(current.options) | checked_options(engine, request),
    )
    if wanted == (current.definition, current.role_arn, with_defaults(current.options)):
        return current
    definition, role_arn, options = wanted
    return Revision(uuid4(), machine.arn, definition, role_arn, engine.clock.now(), options)


def _same_or_refused(engine: "Engine", wanted: Machine, revision: Revision) -> Machine:
    """Creating the same machine again is no error; AWS compares the definition's text, and no role."""
    machine = machine_of(engine, wanted.arn)
    current = revision_of(engine, machine)
    is_same = (
        machine.type == wanted.type
        and with_defaults(current.options) == revision.options
        and current.definition == revision.definition
    )
    if not is_same:
        raise ApiError(
            ErrorName.STATE_MACHINE_ALREADY_EXISTS, f"State Machine Already Exists: '{wanted.arn}'"
        )
    return machine


def _described(engine: "Engine", machine: Machine, reference: MachineReference) -> dict[str, Any]:
    revision_id, created_at, description = machine.revision_id, machine.created_at, None
    if reference.version is not None:
        version = engine.machines.version(machine.arn, reference.version)
        if version is None:
            raise no_such_machine(reference.arn)
        revision_id, created_at, description = version.revision_id, version.created_at, version.description
    revision = engine.machines.revision(revision_id)
    assert revision is not None
    return present(
        stateMachineArn=reference.arn,
        name=machine.name,
        status="ACTIVE",
        definition=revision.definition,
        roleArn=revision.role_arn,
        type=machine.type,
        creationDate=epoch(created_at),
        revisionId=revision.shown_id,
        description=description,
        **with_defaults(revision.options),
    )


def _listed(machine: Machine) -> dict[str, Any]:
    return {
        "stateMachineArn": machine.arn,
        "name": machine.name,
        "type": machine.type,
        "creationDate": epoch(machine.created_at),
    }


def _check_definition(text: str, kind: str) -> None:
    try:
        parse_definition(text)
    except InvalidDefinition as invalid:
        raise ApiError(ErrorName.INVALID_DEFINITION, str(invalid)) from invalid
    findings = express_findings(text) if kind == "EXPRESS" else ()
    if findings:
        raise ApiError(ErrorName.INVALID_DEFINITION, str(InvalidDefinition(findings)))


def _diagnosed(text: str, kind: str) -> tuple[Diagnostic, ...]:
    found = diagnose(text)
    is_sound = not any(diagnostic.severity == "ERROR" for diagnostic in found)
    return found + express_findings(text) if is_sound and kind == "EXPRESS" else found


def _check_version_description(request: dict[str, Any]) -> None:
    if "versionDescription" in request and not request.get("publish"):
        raise ApiError(ErrorName.VALIDATION, "Version description can only be set when publish is true")
