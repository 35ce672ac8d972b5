"""Items read from S3: JSON, JSON lines, CSV, inventories, manifests and lists of objects.

Source: "ItemReader (Map)" of the Step Functions developer guide.
"""

from __future__ import annotations

import csv
import io
import json
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from local.engine.asl.errors import ITEM_READER_FAILED, StateError
from local.engine.integrations.objects import ObjectsError
from local.engine.map_runs.plan import MapItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from local.engine.asl.distribution import ReaderConfig
    from local.engine.integrations.objects import Objects
    from local.engine.map_runs.plan import ReadItems

JSON = Any
Keyed = tuple[str | None, JSON]
_DELIMITERS = {"COMMA": ",", "PIPE": "|", "SEMICOLON": ";", "SPACE": " ", "TAB": "\t"}
_LISTED = ("ETag", "Key", "Size", "StorageClass")
_BUCKET_ARN = "arn:aws:s3:::"


def read_items(reading: ReadItems, objects: Objects) -> Iterator[MapItem]:
    """At most `max_items`; StateError (States.ItemReaderFailed) when the source cannot be read."""
    found = (
        _listed(reading, objects) if reading.resource.endswith(":listObjectsV2") else _got(reading, objects)
    )
    try:
        for index, (source, (key, value)) in enumerate(islice(found, reading.max_items)):
            yield MapItem(index, value, source, key)
    except ObjectsError as error:
        raise _unreadable(str(error)) from error
    except (ValueError, csv.Error, OSError) as error:
        raise _unreadable(f"The items could not be read: {error}") from error


def _got(reading: ReadItems, objects: Objects) -> Iterator[tuple[str, Keyed]]:
    bucket, key = _argument(reading, "Bucket"), _argument(reading, "Key")
    content = objects.read(bucket, key, reading.arguments.get("VersionId"))
    if reading.config.input_type == "MANIFEST" and reading.config.manifest_type != "ATHENA_DATA":
        yield from _inventory(json.load(content), objects)
    elif reading.config.manifest_type == "ATHENA_DATA":
        yield from _manifest(content, reading.config, objects)
    else:
        yield from _with_source(bucket, key, _values(content, reading.config))


def _listed(reading: ReadItems, objects: Objects) -> Iterator[tuple[str, Keyed]]:
    bucket = _argument(reading, "Bucket")
    for listed in objects.list(reading.arguments):
        if reading.config.transformation == "LOAD_AND_FLATTEN":
            content = objects.read(bucket, listed["Key"])
            yield from _with_source(bucket, listed["Key"], _values(content, reading.config))
        else:
            yield f"S3://{bucket}", (None, _entry(listed))


def _entry(listed: dict[str, Any]) -> JSON:
    entry = {name: listed[name] for name in _LISTED if name in listed}
    return {"Etag" if name == "ETag" else name: value for name, value in entry.items()} | {
        "LastModified": int(listed["LastModified"].timestamp())
    }


def _inventory(manifest: JSON, objects: Objects) -> Iterator[tuple[str, Keyed]]:
    """An S3 inventory: its files are CSV without headers, named by `fileSchema`."""
    bucket = str(manifest["destinationBucket"]).removeprefix(_BUCKET_ARN)
    columns = [column.strip() for column in manifest["fileSchema"].split(",")]
    for file in manifest["files"]:
        rows = csv.reader(_text(objects.read(bucket, file["key"])))
        yield from _with_source(
            bucket, file["key"], ((None, dict(zip(columns, row, strict=False))) for row in rows)
        )


def _manifest(content: BinaryIO, config: ReaderConfig, objects: Objects) -> Iterator[tuple[str, Keyed]]:
    """A manifest of data files as Athena's UNLOAD writes it: one `s3://bucket/key` a line."""
    for line in _text(content):
        bucket, _, key = line.strip().strip('"').partition("://")[2].partition("/")
        if key:
            yield from _with_source(bucket, key, _values(objects.read(bucket, key), config))


def _values(content: BinaryIO, config: ReaderConfig) -> Iterator[Keyed]:
    if config.input_type == "CSV":
        return _rows(content, config)
    if config.input_type == "JSONL":
        return ((None, json.loads(line)) for line in _text(content) if line.strip())
    return _elements(_pointed_at(json.load(content), config.items_pointer))


def _rows(content: BinaryIO, config: ReaderConfig) -> Iterator[Keyed]:
    """Each row an object of texts; cells beyond the headers are dropped, missing ones are empty."""
    rows = csv.reader(_text(content), delimiter=_DELIMITERS[config.csv_delimiter])
    headers = list(config.csv_headers) if config.csv_header_location == "GIVEN" else next(rows, [])
    for row in rows:
        padded = [*row, *([""] * (len(headers) - len(row)))]
        yield None, dict(zip(headers, padded, strict=False))


def _elements(document: JSON) -> Iterator[Keyed]:
    if isinstance(document, list):
        return ((None, value) for value in document)
    if isinstance(document, dict):
        return iter(document.items())
    raise _unreadable("Attempting to map over non-iterable node: the items must be an array or an object")


def _pointed_at(document: JSON, pointer: str | None) -> JSON:
    """Follow a JSON pointer (RFC 6901)."""
    for part in (pointer or "").split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        try:
            document = document[int(name)] if isinstance(document, list) else document[name]
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise _unreadable(f"The ItemsPointer '{pointer}' leads nowhere in the items") from error
    return document


def _with_source(bucket: str, key: str, values: Iterable[Keyed]) -> Iterator[tuple[str, Keyed]]:
    source = f"S3://{bucket}/{key}"
    return ((source, value) for value in values)


def _text(content: BinaryIO) -> io.TextIOWrapper:
    return io.TextIOWrapper(content, encoding="utf-8-sig", newline="")


def _argument(reading: ReadItems, name: str) -> str:
    value = reading.arguments.get(name)
    if not isinstance(value, str):
        raise _unreadable(f"The ItemReader needs a {name}")
    return value


def _unreadable(cause: str) -> StateError:
    return StateError(ITEM_READER_FAILED, cause, located=False)
