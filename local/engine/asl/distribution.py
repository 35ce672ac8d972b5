"""A distributed Map's own fields, compiled: where items come from, how they are batched, where results go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.engine.asl.settings import Setting
    from local.engine.asl.templates import Template


@dataclass(frozen=True, slots=True)
class ReaderConfig:
    """`ReaderConfig` as it is written; `items_pointer` is a JSON pointer (RFC 6901) into a JSON object."""

    input_type: str = "JSON"
    csv_header_location: str = "FIRST_ROW"
    csv_headers: tuple[str, ...] = ()
    csv_delimiter: str = "COMMA"
    items_pointer: str | None = None
    transformation: str = "NONE"
    manifest_type: str | None = None


@dataclass(frozen=True, slots=True)
class ItemReader:
    """`resource` is an S3 action; `arguments` are its `Parameters` or `Arguments`."""

    resource: str
    arguments: Template | None
    config: ReaderConfig
    max_items: Setting | None


@dataclass(frozen=True, slots=True)
class ItemBatcher:
    max_items: Setting | None
    max_bytes: Setting | None
    batch_input: Template | None


@dataclass(frozen=True, slots=True)
class ResultWriter:
    """`resource` is None where results are shaped and not written."""

    resource: str | None
    arguments: Template | None
    transformation: str
    output_type: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """What makes a Map DISTRIBUTED; `label` is None for one of the engine's own."""

    execution_type: str
    label: str | None
    reader: ItemReader | None
    batcher: ItemBatcher | None
    writer: ResultWriter | None
