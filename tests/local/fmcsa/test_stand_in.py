"""The stand-in's answers as FMCSA's captured ones have them, and its table against its code."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

import local.fmcsa
from lambdas.booking.fmcsa import QCMobile
from lambdas.booking.vetting import VettingRequest, vet
from lambdas.booking.vetting_reasons import Outcome
from local.fmcsa.conditions import Condition, condition_of
from local.fmcsa.server import running

WEB_KEY = "local key"
DOT_NUMBER = 158_121
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with running(WEB_KEY, slow_seconds=0.01) as url:
        yield url


@pytest.fixture(scope="module")
def client(base_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base_url, params={"webKey": WEB_KEY}) as client:
        yield client


def content(client: httpx.Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.json()["content"]


def test_a_carrier_has_the_elements_and_types_of_a_captured_answer(client: httpx.Client) -> None:
    carrier = content(client, f"/carriers/{DOT_NUMBER}")["carrier"]

    assert carrier["dotNumber"] == DOT_NUMBER
    assert (carrier["bipdInsuranceOnFile"], carrier["bondInsuranceRequired"]) == ("1000", "u")
    assert (carrier["oosDate"], carrier["dbaName"]) == (None, None)
    assert carrier["carrierOperation"] == {"carrierOperationCode": "A", "carrierOperationDesc": "Interstate"}
    assert {"phyZipcode", "allowedToOperate"} <= carrier.keys()
    assert not {"telephone", "outOfService", "allowToOperate"} & carrier.keys()


def test_authority_and_orders_are_arrays_of_wrapped_rows(client: httpx.Client) -> None:
    ordered = Condition.OUT_OF_SERVICE.number()

    assert content(client, f"/carriers/{DOT_NUMBER}/authority")[0]["carrierAuthority"]["prefix"] == "MC"
    assert content(client, f"/carriers/{DOT_NUMBER}/oos") == []
    assert content(client, f"/carriers/{ordered}/oos")[0]["oos"]["dotNumber"] == ordered


def test_the_same_number_is_always_the_same_carrier(client: httpx.Client) -> None:
    assert content(client, "/carriers/53467") == content(client, "/carriers/53467")
    assert content(client, "/carriers/docket-number/53467") == [content(client, "/carriers/53467")]


@pytest.mark.parametrize(
    ("query", "message"), [({}, "Must provide Webkey"), ({"webKey": "wrong"}, "Webkey not found")]
)
def test_a_key_problem_is_a_404_with_a_string(base_url: str, query: dict[str, str], message: str) -> None:
    answer = httpx.get(f"{base_url}/carriers/{DOT_NUMBER}", params=query)

    assert (answer.status_code, answer.json()["content"]) == (404, message)


def test_it_answers_at_the_root_too_and_says_that_it_is_up(base_url: str) -> None:
    root = base_url.removesuffix("/qc/services")

    assert httpx.get(f"{root}/health").json() == {"status": "ok"}
    assert httpx.get(f"{root}/carriers/{DOT_NUMBER}", params={"webKey": WEB_KEY}).status_code == 200


@pytest.mark.parametrize("condition", Condition)
def test_a_block_is_a_thousand_numbers(condition: Condition) -> None:
    assert {condition_of(condition.number(offset)) for offset in (0, 999)} == {condition}


@pytest.mark.parametrize("number", [1, 17, 53_467, 4_400_000, 9_899_999, 9_915_000, 9_942_000, 99_999_999])
def test_other_numbers_are_healthy(number: int) -> None:
    assert condition_of(number) is Condition.HEALTHY


def documented() -> dict[int, str]:
    table = (Path(local.fmcsa.__file__).parent / "README.md").read_text()
    return {
        int(row[1]): row[2] for row in re.finditer(r"^\| (99\d{5}) \|.*\| ([^|]+) \|$", table, re.MULTILINE)
    }


def test_the_table_names_every_condition() -> None:
    assert documented().keys() == {condition.number() for condition in Condition} - {
        Condition.HEALTHY.number()
    }


@pytest.fixture(scope="module")
def slow_base_url() -> Iterator[str]:
    with running(WEB_KEY, slow_seconds=60) as url:
        yield url


@pytest.mark.parametrize(("number", "said"), documented().items())
def test_the_table_tells_the_outcome(slow_base_url: str, number: int, said: str) -> None:
    slow = condition_of(number) in (Condition.SLOW, Condition.DRIP)
    register = QCMobile(slow_base_url, WEB_KEY, deadline_seconds=0.3 if slow else 8)

    last = [vet(VettingRequest(number + 500), register, datetime.now(UTC)) for _ in range(3)][-1]

    assert last.outcome.value in said
    assert ("not retried" in said) == (last.outcome is Outcome.UNAVAILABLE and not last.retryable)


def test_the_command_serves_until_it_is_told_to_stop() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "local.fmcsa", "--port", str(port), "--web-key", WEB_KEY]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ, stderr=subprocess.PIPE) as server:
        transport = httpx.HTTPTransport(retries=10)
        with httpx.Client(transport=transport) as client:
            answer = client.get(f"http://127.0.0.1:{port}/carriers/{DOT_NUMBER}", params={"webKey": WEB_KEY})
        server.send_signal(signal.SIGTERM)
        _, said = server.communicate()

    assert answer.status_code == 200
    assert WEB_KEY.encode() not in said
