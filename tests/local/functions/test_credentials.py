"""A function with a role works with that role's credentials, which its SDK gets from the host."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.functions.configuration import Configuration
from local.functions.credentials import RoleMissingError, role_credentials
from local.functions.environment import worker_environment
from tests.conftest import Emulator
from tests.local.functions.conftest import function

TRUST = {
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Principal": {"AWS": "arn:aws:iam::000000000000:root"},
}


def test_the_credentials_are_those_of_the_role(emulator: Emulator, tmp_path: Path) -> None:
    document = json.dumps({"Version": "2012-10-17", "Statement": [TRUST]})
    role = emulator.client("iam").create_role(RoleName="taker", AssumeRolePolicyDocument=document)["Role"][
        "Arn"
    ]
    taking = function("echo", tmp_path, role=role, environment={"AWS_ENDPOINT_URL": emulator.url})

    taken = role_credentials(Configuration(), taking)

    connect: Any = boto3.client
    sts = connect(
        "sts",
        endpoint_url=emulator.url,
        region_name="us-east-1",
        aws_access_key_id=taken["AccessKeyId"],
        aws_secret_access_key=taken["SecretAccessKey"],
        aws_session_token=taken["Token"],
    )
    assert sts.get_caller_identity()["Arn"].endswith("assumed-role/taker/echo")
    assert taken["Expiration"]


def test_without_a_role_there_are_none(tmp_path: Path) -> None:
    with pytest.raises(RoleMissingError):
        role_credentials(Configuration(), function("echo", tmp_path))


def test_the_worker_is_told_where_they_are_and_has_no_others(tmp_path: Path) -> None:
    environment = {"AWS_ENDPOINT_URL_LAMBDA": "http://127.0.0.1:9"}
    taking = function("echo", tmp_path, role="arn:aws:iam::000000000000:role/taker", environment=environment)

    given = worker_environment(Configuration(), taking, "127.0.0.1:1", "stream")

    assert given["AWS_CONTAINER_CREDENTIALS_FULL_URI"] == "http://127.0.0.1:9/credentials/echo"
    assert "AWS_ACCESS_KEY_ID" not in given
