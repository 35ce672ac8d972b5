"""Cases that AWS's own service answered, one JSON object a line.

The form is that of `asl_cases.jsonl`: `kind` is `choice` (recorded `output`), `history-pure` or
`history-task` (recorded `history`), or `teststate` (not played here).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLAYED_KINDS = ("choice", "history-pure", "history-task")


@dataclass(frozen=True, slots=True)
class Case:
    """`history` is empty for a `choice`; `output` is None for the others."""

    id: str
    kind: str
    tags: tuple[str, ...]
    definition: str
    input: str
    history: tuple[dict[str, Any], ...]
    output: Any

    @property
    def query_language(self) -> str:
        return "JSONata" if "jsonata" in self.tags else "JSONPath"


def load_cases(path: Path) -> Iterator[Case]:
    """Read the cases that can be played; other kinds are passed over."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            fields = json.loads(line)
            if fields["kind"] in PLAYED_KINDS:
                yield read_case(fields)


def read_case(fields: dict[str, Any]) -> Case:
    return Case(
        id=fields["id"],
        kind=fields["kind"],
        tags=tuple(fields.get("tags", ())),
        definition=json.dumps(fields["definition"]),
        input=json.dumps(fields["input"]),
        history=tuple(fields.get("history", ())),
        output=fields.get("output"),
    )
