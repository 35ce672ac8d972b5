"""What an EXPRESS machine must not have in its definition: it cannot wait for anybody."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from local.engine.asl.errors import Diagnostic
from local.engine.asl.resources import ResourceKind, parse_resource
from local.engine.asl.validation.findings import SCHEMA
from local.engine.commands import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.engine.asl.payload import JSON

Fields = dict[str, "JSON"]
_REFUSED = "Express state machine does not support"


def express_findings(text: str) -> tuple[Diagnostic, ...]:
    """Of a definition that is sound otherwise."""
    return tuple(
        Diagnostic(SCHEMA, f"{_REFUSED} {problem}", place)
        for problem, place in _problems(json.loads(text), "")
    )


def _problems(graph: Fields, place: str) -> Iterator[tuple[str, str]]:
    for name, fields in graph["States"].items():
        where = f"{place}/States/{name}"
        if fields["Type"] == "Task":
            yield from _task_problems(fields["Resource"], f"{where}/Resource")
        for number, branch in enumerate(fields.get("Branches", ())):
            yield from _problems(branch, f"{where}/Branches[{number}]")
        for inner in ("ItemProcessor", "Iterator"):
            if inner in fields:
                yield from _processor_problems(fields[inner], f"{where}/{inner}")


def _processor_problems(processor: Fields, place: str) -> Iterator[tuple[str, str]]:
    if processor.get("ProcessorConfig", {}).get("Mode") == "DISTRIBUTED":
        yield "Map state with DISTRIBUTED mode", f"{place}/ProcessorConfig/Mode"
    yield from _problems(processor, place)


def _task_problems(resource: str, place: str) -> Iterator[tuple[str, str]]:
    task = parse_resource(resource)
    if task is None:
        return
    if task.kind is ResourceKind.ACTIVITY:
        yield "Activity ARN", place
    elif task.pattern is Pattern.WAIT_FOR_TASK_TOKEN:
        yield "'.waitForTaskToken' service integration ", place
    elif task.pattern in {Pattern.SYNC, Pattern.SYNC_2}:
        yield "'.sync' service integration", place
