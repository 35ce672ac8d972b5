"""Items out of S3's objects, in every form that an ItemReader knows."""

import json
from dataclasses import replace
from typing import Any

import pytest

from local.engine.asl.distribution import ReaderConfig
from local.engine.asl.errors import StateError
from local.engine.map_runs.plan import MapItem, ReadItems
from local.engine.map_runs.reading import read_items
from tests.local.engine.map_runs.objects import LISTED_AT, ObjectsInMemory

GET = "arn:aws:states:::s3:getObject"
LIST = "arn:aws:states:::s3:listObjectsV2"


def reading(resource: str = GET, max_items: int | None = None, **config: Any) -> ReadItems:
    arguments = {"Bucket": "loads", "Key": "day"} if resource == GET else {"Bucket": "loads", "Prefix": "in/"}
    return ReadItems(resource, arguments, replace(ReaderConfig(), **config), max_items)


def items(content: str, **members: Any) -> list[MapItem]:
    return list(read_items(reading(**members), ObjectsInMemory({("loads", "day"): content.encode()})))


def values(content: str, **members: Any) -> list[Any]:
    return [item.value for item in items(content, **members)]


def test_a_json_array() -> None:
    first, second = items('[1, {"a": 2}]')

    assert (first.value, second.value) == (1, {"a": 2})
    assert second.context() == {"Index": 1, "Value": {"a": 2}, "Source": "S3://loads/day"}


def test_a_json_object_is_read_member_by_member() -> None:
    assert [(item.key, item.value) for item in items('{"a": 1, "b": 2}')] == [("a", 1), ("b", 2)]


@pytest.mark.parametrize("pointer", ["/days/0/loads", "/days~1loads"])
def test_a_pointer_into_a_json_object(pointer: str) -> None:
    content = json.dumps({"days": [{"loads": [1, 2]}], "days/loads": [1, 2]})

    assert values(content, items_pointer=pointer) == [1, 2]


def test_json_lines() -> None:
    assert values('{"a": 1}\n\n[2]\n', input_type="JSONL") == [{"a": 1}, [2]]


def test_csv_with_headers_in_its_first_row() -> None:
    content = 'origin,rate\n"Gary, IN",800\nJoliet\nReno,1,extra\n'

    assert values(content, input_type="CSV") == [
        {"origin": "Gary, IN", "rate": "800"},
        {"origin": "Joliet", "rate": ""},
        {"origin": "Reno", "rate": "1"},
    ]


def test_csv_with_given_headers_and_delimiter() -> None:
    given = {"csv_header_location": "GIVEN", "csv_headers": ("origin", "rate"), "csv_delimiter": "PIPE"}

    assert values("Gary|800\n", input_type="CSV", **given) == [{"origin": "Gary", "rate": "800"}]


def test_max_items_ends_the_reading() -> None:
    assert values("[1]\nno json\n", input_type="JSONL", max_items=1) == [[1]]


def test_an_inventory_is_read_file_by_file() -> None:
    manifest = {
        "destinationBucket": "arn:aws:s3:::inventory",
        "fileSchema": "Bucket, Key, Size",
        "files": [{"key": "one.csv"}, {"key": "two.csv"}],
    }
    objects = ObjectsInMemory(
        {
            ("loads", "day"): json.dumps(manifest).encode(),
            ("inventory", "one.csv"): b'"loads","a","1"\n',
            ("inventory", "two.csv"): b'"loads","b","2"\n',
        }
    )

    found = list(read_items(reading(input_type="MANIFEST"), objects))

    assert [item.value for item in found] == [
        {"Bucket": "loads", "Key": "a", "Size": "1"},
        {"Bucket": "loads", "Key": "b", "Size": "2"},
    ]
    assert found[1].source == "S3://inventory/two.csv"


def test_a_manifest_of_data_files() -> None:
    objects = ObjectsInMemory({("loads", "day"): b"s3://data/one\ns3://data/two\n"})
    objects.contents["data", "one"] = b"1\n2\n"
    objects.contents["data", "two"] = b"3\n"

    found = read_items(reading(input_type="JSONL", manifest_type="ATHENA_DATA"), objects)

    assert [item.value for item in found] == [1, 2, 3]


def test_a_list_of_objects() -> None:
    objects = ObjectsInMemory({("loads", "in/a"): b"12", ("loads", "out/b"): b"1"})

    (found,) = read_items(reading(LIST), objects)

    assert found.value == {
        "Etag": '"e"',
        "Key": "in/a",
        "Size": 2,
        "LastModified": int(LISTED_AT.timestamp()),
    }
    assert found.source == "S3://loads"


def test_the_listed_objects_themselves() -> None:
    objects = ObjectsInMemory({("loads", "in/a"): b"[1, 2]", ("loads", "in/b"): b"[3]"})

    found = read_items(reading(LIST, transformation="LOAD_AND_FLATTEN"), objects)

    assert [(item.index, item.value) for item in found] == [(0, 1), (1, 2), (2, 3)]


@pytest.mark.parametrize(
    ("content", "config", "cause"),
    [
        ("[1", {}, "could not be read"),
        ("7", {}, "non-iterable"),
        ('{"a": 1}', {"items_pointer": "/b"}, "leads nowhere"),
        ("[1]\n{", {"input_type": "JSONL"}, "could not be read"),
    ],
)
def test_what_cannot_be_read(content: str, config: dict[str, Any], cause: str) -> None:
    with pytest.raises(StateError, match=cause) as raised:
        items(content, **config)

    assert raised.value.error == "States.ItemReaderFailed"


def test_an_object_that_is_not_there() -> None:
    with pytest.raises(StateError, match="does not exist"):
        list(read_items(reading(), ObjectsInMemory()))


def test_a_reader_without_a_key() -> None:
    with pytest.raises(StateError, match="needs a Key"):
        list(read_items(replace(reading(), arguments={"Bucket": "loads"}), ObjectsInMemory()))
