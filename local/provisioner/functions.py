"""Functions: tasks on the function host, all others in the emulator, with what starts them."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from local.declaration.model import Function
from local.functions.configuration import Configuration, FunctionConfiguration
from local.provisioner.clients import Client, is_error
from local.provisioner.platform import ACCOUNT, REGION
from local.provisioner.roles import role_arn, schedule_role
from local.provisioner.site import Site

RUNTIME = "python3.11"
PARTIAL_FAILURES = ["ReportBatchItemFailures"]


def host_functions(site: Site) -> list[FunctionConfiguration]:
    """The service's task functions as the function host runs them."""
    return [
        FunctionConfiguration(
            name=site.name(name),
            handler=function.handler,
            memory=function.memory,
            timeout=function.timeout,
            code=site.code.folder,
            layer=site.layer,
            environment=site.environment(name),
        )
        for name, function in site.declaration.functions.items()
        if function.kind == "task"
    ]


def configure_host(file: Path, functions: list[FunctionConfiguration]) -> None:
    """Hands the functions to the host; unchanged ones keep their warm workers."""
    wanted = Configuration(
        account=ACCOUNT, region=REGION, functions={function.name: function for function in functions}
    )
    if Configuration.read(file) != wanted:
        wanted.write(file)


def ensure_functions(site: Site) -> None:
    """Creates or updates the emulator's functions: code by its digest, configuration by comparison."""
    functions = site.clients.of("lambda")
    for name, function in site.declaration.functions.items():
        if function.kind != "task":
            _ensure_function(functions, site, name, function)


def _ensure_function(functions: Client, site: Site, name: str, function: Function) -> None:
    wanted = _configuration(site, name, function)
    code = site.code.zip.read_bytes()
    try:
        found = functions.get_function_configuration(FunctionName=site.name(name))
    except ClientError as error:
        if not is_error(error, "ResourceNotFoundException"):
            raise
        functions.create_function(**wanted, Code={"ZipFile": code}, Tags=site.tags())
        return
    if found["CodeSha256"] != base64.b64encode(hashlib.sha256(code).digest()).decode():
        functions.update_function_code(FunctionName=site.name(name), ZipFile=code)
    if any(found.get(key) != value for key, value in wanted.items()):
        functions.update_function_configuration(**wanted)


def _configuration(site: Site, name: str, function: Function) -> dict[str, Any]:
    environment = {**site.environment(name), "PYTHONPATH": str(site.layer), "TZ": ":UTC"}
    return {
        "FunctionName": site.name(name),
        "Runtime": RUNTIME,
        "Handler": function.handler,
        "Role": role_arn(site, name),
        "MemorySize": function.memory,
        "Timeout": function.timeout,
        "Environment": {"Variables": environment},
    }


def ensure_event_sources(site: Site) -> None:
    """Queue → function, with partial batch failures."""
    functions = site.clients.of("lambda")
    for name, subscription in site.declaration.subscriptions.items():
        function, queue = site.name(subscription.function), site.arns.of("queue", name)
        wanted = {"BatchSize": subscription.batch_size, "FunctionResponseTypes": PARTIAL_FAILURES}
        ensure_mapping(functions, function, queue, wanted)


def ensure_mapping(
    functions: Client, function: str, source: str, wanted: dict[str, Any], **once: object
) -> None:
    """Makes or changes the one mapping of a source to a function; `once` is what cannot be changed."""
    mappings = functions.list_event_source_mappings(FunctionName=function, EventSourceArn=source)
    found = mappings["EventSourceMappings"]
    if not found:
        functions.create_event_source_mapping(FunctionName=function, EventSourceArn=source, **wanted, **once)
    elif any(found[0].get(key) != value for key, value in wanted.items()):
        functions.update_event_source_mapping(UUID=found[0]["UUID"], **wanted)


def ensure_schedules(site: Site) -> None:
    scheduler = site.clients.of("scheduler")
    for name, schedule in site.declaration.schedules.items():
        wanted = {
            "ScheduleExpression": schedule.expression,
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": {
                "Arn": site.arns.of("function", schedule.function),
                "RoleArn": role_arn(site, schedule_role(name)),
            },
        }
        _ensure_schedule(scheduler, site.name(name), wanted)


def _ensure_schedule(scheduler: Client, name: str, wanted: dict[str, Any]) -> None:
    try:
        found = scheduler.get_schedule(Name=name)
    except ClientError as error:
        if not is_error(error, "ResourceNotFoundException"):
            raise
        scheduler.create_schedule(Name=name, **wanted)
        return
    target = {key: found["Target"].get(key) for key in ("Arn", "RoleArn")}
    if (found["ScheduleExpression"], target) != (wanted["ScheduleExpression"], wanted["Target"]):
        scheduler.update_schedule(Name=name, **wanted)
