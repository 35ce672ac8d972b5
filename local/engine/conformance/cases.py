"""Cases that AWS's own service answered, one JSON object a line.

The form is that of `asl_cases.jsonl`: `kind` is `choice` (recorded `output`), `history-pure` or
`history-task` (recorded `history`), or `teststate` (a `request` and its `response`).
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNKNOWN = "unknown"
_DETAILS = "EventDetails"
_FIRST = "ExecutionStarted"
_WANTED = {
    "choice": ("definition", "output"),
    "history-pure": ("definition", "history"),
    "history-task": ("definition", "history"),
    "teststate": ("request", "response"),
}


class CasesUnreadableError(Exception):
    """The file cannot be read, or holds no case."""


@dataclass(frozen=True, slots=True)
class Case:
    """`history` is empty for a `choice`, `request` and `response` are for a `teststate` only.

    `history` is oldest first. `problem` says why a line is no case that can be played; empty for a good one.
    `input_exact` is false where names in the input are stand-ins for those that the recording shows.
    """

    id: str
    kind: str
    tags: tuple[str, ...] = ()
    definition: str = ""
    input: str = "{}"
    history: tuple[dict[str, Any], ...] = ()
    output: Any = None
    request: dict[str, Any] = field(default_factory=dict)
    response: dict[str, Any] = field(default_factory=dict)
    input_exact: bool = True
    problem: str = ""

    @property
    def query_language(self) -> str:
        return "JSONata" if "jsonata" in self.tags else "JSONPath"


def load_cases(path: Path) -> list[Case]:
    """Read all cases, the malformed ones too; CasesUnreadableError when there is nothing to read."""
    try:
        lines = path.read_bytes().removeprefix(BOM_UTF8).split(b"\n")
    except OSError as error:
        raise CasesUnreadableError(f"{path} cannot be read: {error.strerror}") from error
    cases = list(_cases_in(lines))
    if all(case.kind == UNKNOWN for case in cases):
        raise CasesUnreadableError(f"{path} holds no cases: one JSON object a line, with a kind, is expected")
    return cases


def _cases_in(lines: list[bytes]) -> Iterator[Case]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _read_line(line, f"line {number}")


def _read_line(line: bytes, place: str) -> Case:
    try:
        fields = json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        return Case(place, UNKNOWN, problem=f"malformed: no JSON ({error})")
    if not isinstance(fields, dict):
        return Case(place, UNKNOWN, problem="malformed: no JSON object")
    return read_case({"id": place} | fields)


def read_case(fields: dict[str, Any]) -> Case:
    """Read one case; what makes it unplayable is told in `problem`."""
    problem = _problem(fields)
    kind = fields.get("kind")
    known = kind if isinstance(kind, str) else UNKNOWN
    labels = fields.get("tags")
    tags = tuple(str(tag) for tag in labels) if isinstance(labels, list) else ()
    if problem:
        return Case(str(fields.get("id", UNKNOWN)), known, tags, problem=problem)
    return Case(
        id=str(fields["id"]),
        kind=known,
        tags=tags,
        definition=_text(fields.get("definition")),
        input=_input(fields),
        history=_oldest_first(fields.get("history", [])),
        output=fields.get("output"),
        request=fields.get("request", {}),
        response=fields.get("response", {}),
        input_exact=fields.get("inputExact") is not False,
    )


def _text(definition: Any) -> str:
    return definition if isinstance(definition, str) else json.dumps(definition)


def _input(fields: dict[str, Any]) -> str:
    """Where the case has no input, the recording says which one its run had, if anything does."""
    if "input" in fields:
        return json.dumps(fields["input"])
    started = next(iter(_oldest_first(fields.get("history", []))), {}).get("executionStartedEventDetails", {})
    return _text(started.get("input", {}))


def _oldest_first(history: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """A history that was asked for with `reverseOrder`, turned round."""
    is_reversed = len(history) > 1 and history[-1]["type"] == _FIRST
    return tuple(reversed(history) if is_reversed else history)


def _problem(fields: dict[str, Any]) -> str:
    kind = fields.get("kind")
    if not isinstance(kind, str) or kind not in _WANTED:
        return f"malformed: kind {kind!r} is none of {', '.join(_WANTED)}"
    missing = [name for name in _WANTED[kind] if name not in fields]
    if missing:
        return f"malformed: {', '.join(missing)} missing"
    if "history" in _WANTED[kind]:
        return _history_problem(fields["history"])
    if kind == "teststate" and not all(isinstance(fields[name], dict) for name in _WANTED[kind]):
        return "malformed: request and response must be objects"
    return ""


def _history_problem(history: Any) -> str:
    if not isinstance(history, list) or not history:
        return "malformed: history must be a list of events"
    if not all(isinstance(event, dict) and isinstance(event.get("type"), str) for event in history):
        return "malformed: each event of the history must have a type"
    if not all(
        isinstance(event[name], dict) for event in history for name in event if name.endswith(_DETAILS)
    ):
        return "malformed: the details of each event must be an object"
    return ""
