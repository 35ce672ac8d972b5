"""Requests that no well-meaning client sends, and sizes at the edge."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from tests.local.engine.bench import Bench, served
from tests.local.engine.definitions import ROLE, ask, passing, sequence

LIST = "AWSStepFunctions.ListStateMachines"
DEEP = "[" * 200_000
LONGEST_INPUT_BYTES = 262_144


@pytest.fixture
def address(bench: Bench) -> Iterator[str]:
    with served(bench.engine) as url:
        yield url


def posted(address: str, body: bytes, target: str = LIST) -> tuple[int, str]:
    answer = httpx.post(address, content=body, headers={"X-Amz-Target": target})
    return answer.status_code, answer.json().get("__type", "")


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b"\xff\xfe", DEEP.encode()])
def test_a_body_that_is_no_object_is_refused(address: str, body: bytes) -> None:
    assert posted(address, body) == (400, "ValidationException")


@pytest.mark.parametrize(
    "target",
    ["", "ListStateMachines", "DynamoDB_20120810.ListStateMachines", "AWSStepFunctions.Fly", f"X.{LIST}"],
)
def test_an_unknown_target_is_refused(address: str, target: str) -> None:
    assert posted(address, b"{}", target) == (400, "UnknownOperationException")


def test_a_definition_nested_too_deeply_is_refused(client: Any) -> None:
    with pytest.raises(client.exceptions.InvalidDefinition):
        client.create_state_machine(name="deep", definition=DEEP, roleArn=ROLE)


@pytest.mark.parametrize("character", ["x", "é", "漢"])
def test_an_input_is_measured_in_bytes(client: Any, bench: Bench, character: str) -> None:
    machine = bench.machine(passing())
    characters = (LONGEST_INPUT_BYTES - 2) // len(character.encode())

    client.start_execution(stateMachineArn=machine, input=f'"{character * characters}"')

    with pytest.raises(ClientError, match=r"ValidationException.*'input'.*262144"):
        client.start_execution(stateMachineArn=machine, input=f'"{character * (characters + 1)}"')


def test_a_page_of_more_than_a_thousand_is_refused(client: Any) -> None:
    client.list_state_machines(maxResults=1000)

    with pytest.raises(ClientError, match=r"ValidationException.*'maxResults'.*1000"):
        client.list_state_machines(maxResults=1001)


def test_the_same_name_started_at_once_is_one_run(bench: Bench) -> None:
    request = {"stateMachineArn": bench.machine(sequence(Ask=ask())), "name": "run", "input": "{}"}

    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: bench.engine.call("StartExecution", request), range(100)))

    bench.engine.settle()
    assert {answer["startDate"] for answer in answers} == {answers[0]["startDate"]}
    assert len(bench.functions.tokens) == 1
