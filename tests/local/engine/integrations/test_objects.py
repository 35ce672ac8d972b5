"""S3's objects through boto3."""

import gzip
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from local.engine.integrations.clients import Clients, Services
from local.engine.integrations.objects import ObjectsError, S3Objects


@pytest.fixture(scope="module")
def s3() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("s3", "us-east-1")
        client.create_bucket(Bucket="loads")
        yield client


@pytest.fixture(scope="module")
def objects() -> S3Objects:
    return S3Objects(Clients(Services()))


def test_an_object_is_read_line_by_line(s3: Any, objects: S3Objects) -> None:
    s3.put_object(Bucket="loads", Key="day", Body=b"one\ntwo\n")

    assert list(objects.read("loads", "day")) == [b"one\n", b"two\n"]


def test_a_gzip_file_is_unpacked(s3: Any, objects: S3Objects) -> None:
    s3.put_object(Bucket="loads", Key="day.gz", Body=gzip.compress(b"one"))

    assert objects.read("loads", "day.gz").read() == b"one"


def test_an_empty_object(s3: Any, objects: S3Objects) -> None:
    s3.put_object(Bucket="loads", Key="empty", Body=b"")

    assert objects.read("loads", "empty").read() == b""


def test_all_pages_of_a_list(s3: Any, objects: S3Objects) -> None:
    for key in ("in/a", "in/b", "in/c", "out/d"):
        objects.write("loads", key, b"1", "application/json")

    listed = objects.list({"Bucket": "loads", "Prefix": "in/", "MaxKeys": 2})

    assert [entry["Key"] for entry in listed] == ["in/a", "in/b", "in/c"]


@pytest.mark.usefixtures("s3")
def test_what_s3_refuses_is_told_in_its_words(objects: S3Objects) -> None:
    with pytest.raises(
        ObjectsError, match=r"The specified key does not exist.*Status Code: 404; Error Code: NoSuchKey"
    ):
        objects.read("loads", "nothing")
