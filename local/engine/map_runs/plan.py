"""What a distributed Map wants done, worked out when its map run starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from local.engine.asl.distribution import ReaderConfig

JSON = Any
STATE_DATA = "STATE_DATA"


@dataclass(frozen=True, slots=True)
class MapItem:
    """One item as `$$.Map.Item` shows it; `key` only for the members of a JSON object.

    `source` is `STATE_DATA`, or the `S3://bucket/key` that the item was read from.
    """

    index: int
    value: JSON
    source: str = STATE_DATA
    key: str | None = None

    def context(self) -> dict[str, JSON]:
        named = {} if self.key is None else {"Key": self.key}
        return {"Index": self.index, **named, "Value": self.value, "Source": self.source}


class SelectInput(Protocol):
    def __call__(self, item: MapItem) -> JSON:
        """Return the item as its child gets it; StateError when ItemSelector does not fit the data."""
        ...


@dataclass(frozen=True, slots=True)
class ReadItems:
    """`arguments` are those of the S3 action `resource`; `max_items` None for all."""

    resource: str
    arguments: Mapping[str, JSON]
    config: ReaderConfig
    max_items: int | None


@dataclass(frozen=True, slots=True)
class Batches:
    """`max_bytes` limits a child's whole input; `batch_input` goes into each (None for none)."""

    max_items: int | None
    max_bytes: int | None
    batch_input: JSON = None


@dataclass(frozen=True, slots=True)
class WriteResults:
    """`bucket` None: the results are shaped and become the state's result."""

    bucket: str | None = None
    prefix: str = ""
    transformation: str = "COMPACT"
    output_type: str = "JSON"


@dataclass(frozen=True, slots=True)
class MapRunPlan:
    """`items` come from the state's data, or from `reader` when there is one.

    `state_name` names the Map state, and with it the machine that the children run; `max_concurrency` 0 is
    the service's limit; without any tolerance one failed item is too many.
    """

    map_run_arn: str
    label: str
    state_name: str
    is_express: bool
    max_concurrency: int
    tolerated_count: int | None
    tolerated_percentage: float | None
    items: Iterable[MapItem]
    select: SelectInput
    reader: ReadItems | None = None
    batches: Batches | None = None
    writer: WriteResults = WriteResults()
