"""Functions and what starts them: event sources and schedules."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

from local.provisioner.clients import Clients
from local.terraform.inventory.reading import Facts, pages, plain


def functions(clients: Clients) -> Iterator[tuple[str, Facts]]:
    for function in _all_functions(clients):
        variables = function.get("Environment", {}).get("Variables", {})
        yield (
            function["FunctionName"],
            {
                "handler": function["Handler"],
                "runtime": function["Runtime"],
                "memory": function["MemorySize"],
                "timeout": function["Timeout"],
                "role": function.get("Role"),
                "variables": sorted(variables),
            },
        )


def event_sources(clients: Clients) -> Iterator[tuple[str, Facts]]:
    for mapping in pages(clients, "lambda", "list_event_source_mappings", "EventSourceMappings"):
        yield (
            mapping["EventSourceArn"].rsplit(":", 1)[1],
            {
                "function": plain(mapping["FunctionArn"]),
                "batch": mapping["BatchSize"],
                "answers": mapping.get("FunctionResponseTypes"),
                "starts": mapping.get("StartingPosition"),
                "gives up": [mapping.get(limit) for limit in ("MaximumRetryAttempts", "DestinationConfig")],
            },
        )


def schedules(clients: Clients) -> Iterator[tuple[str, Facts]]:
    scheduler = clients.of("scheduler")
    for schedule in pages(clients, "scheduler", "list_schedules", "Schedules"):
        found = scheduler.get_schedule(Name=schedule["Name"])
        target = found["Target"]
        yield (
            schedule["Name"],
            {
                "expression": found["ScheduleExpression"],
                "function": plain(target["Arn"]),
                "role": target["RoleArn"],
            },
        )


def _all_functions(clients: Clients) -> list[dict[str, Any]]:
    """The emulator's, and those that the function host alone has."""
    found = pages(clients, "lambda", "list_functions", "Functions")
    with urlopen(f"{clients.endpoints.functions}/2015-03-31/functions", timeout=30) as answer:  # noqa: S310 - ours
        hosted = json.load(answer)["Functions"]
    names = {function["FunctionName"] for function in found}
    return [*found, *(function for function in hosted if function["FunctionName"] not in names)]
