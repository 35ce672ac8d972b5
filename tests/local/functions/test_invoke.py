"""Plain boto3 against the function host with real workers."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.functions.conftest import RunningHost, function
from tests.local.functions.processes import await_true, is_running

ARN = "arn:aws:lambda:us-east-1:000000000000:function:"


def test_a_function_gets_its_event_and_context(host: RunningHost) -> None:
    answer = host.invoke("echo", {"n": 1})

    assert (answer.status, answer.error) == (200, None)
    assert answer.payload["event"] == {"n": 1}
    assert answer.payload["arn"] == f"{ARN}echo"
    assert 0 < answer.payload["remaining"] <= 20_000


@pytest.mark.parametrize("name", ["echo", f"{ARN}echo", f"{ARN}echo:live", "000000000000:function:echo"])
def test_a_function_is_found_by_name_and_by_arn(host: RunningHost, name: str) -> None:
    assert host.invoke(name, {}).payload["arn"] == f"{ARN}echo"


def test_a_worker_is_used_again(host: RunningHost) -> None:
    first, second = (host.invoke("echo", {}).payload["pid"] for _ in range(2))

    assert first == second


def test_the_log_of_the_invocation_comes_with_the_answer(host: RunningHost) -> None:
    host.invoke("echo", {"n": "earlier"})

    log = base64.b64decode(host.invoke("echo", {"n": "this one"}, LogType="Tail").log).decode()

    assert "echoing this one" in log
    assert "earlier" not in log
    assert "REPORT RequestId" in log


def test_the_class_of_an_exception_reaches_the_caller(host: RunningHost) -> None:
    answer = host.invoke("refuse", {})

    assert answer.error == "Unhandled"
    assert answer.payload["errorType"] == "CarrierNotEligible"
    assert answer.payload["errorMessage"] == "the carrier's authority is inactive"
    assert answer.payload["stackTrace"]


def test_a_module_that_cannot_be_imported_is_named(host: RunningHost) -> None:
    answer = host.invoke("broken", {})

    assert answer.error == "Unhandled"
    assert answer.payload["errorType"] == "Runtime.ImportModuleError"
    assert "no_such_package" in answer.payload["errorMessage"]


def test_the_platforms_own_packages_are_hidden_from_a_function(host: RunningHost) -> None:
    assert host.invoke("hidden", {}).payload["errorType"] == "ModuleNotFoundError"


def test_a_slow_function_is_stopped_and_the_next_call_gets_a_new_worker(
    host: RunningHost, tmp_path: Path
) -> None:
    started = tmp_path / "started"

    answer = host.invoke("impatient", {"seconds": 30, "started": str(started)})

    assert answer.error == "Unhandled"
    assert answer.payload["errorType"] == "Sandbox.Timedout"
    assert answer.payload["errorMessage"].endswith("Error: Task timed out after 1.00 seconds")
    stopped = int(started.read_text())
    await_true(lambda: not is_running(stopped), "the end of the slow worker")
    assert host.invoke("impatient", {"seconds": 0, "started": str(started)}).payload != stopped


@pytest.mark.parametrize(
    ("name", "event", "reason"),
    [
        ("kill_itself", {}, "Runtime exited with error: signal: killed"),
        ("leave", {"code": 3}, "Runtime exited with error: exit status 3"),
        ("leave", {"code": 0}, "Runtime exited without providing a reason"),
    ],
)
def test_a_worker_that_dies_answers_as_aws_does(
    host: RunningHost, name: str, event: object, reason: str
) -> None:
    answer = host.invoke(name, event)

    assert answer.error == "Unhandled"
    assert answer.payload["errorType"] == "Runtime.ExitError"
    assert answer.payload["errorMessage"].endswith(f"Error: {reason}")


def test_the_environment_is_that_of_aws_and_nothing_of_the_host(host: RunningHost) -> None:
    environment = host.invoke("environment", {}).payload["environment"]

    assert environment["AWS_LAMBDA_FUNCTION_NAME"] == "environment"
    assert environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "256"
    assert environment["LAMBDA_TASK_ROOT"] == str(host.code)
    assert environment["TZ"] == ":UTC"
    assert environment["POWERTOOLS_SERVICE_NAME"] == "booking"
    assert "SECRET_OF_THE_HOST" not in environment
    assert "HOME" not in environment


def test_invocations_run_side_by_side(host: RunningHost, tmp_path: Path) -> None:
    event = {"folder": str(tmp_path), "count": 3}

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: host.invoke("meet", event).payload, range(3)))

    assert len(set(answers)) == 3


def test_an_asynchronous_invocation_is_accepted_at_once(host: RunningHost) -> None:
    answer = host.invoke("echo", {}, InvocationType="Event")

    assert (answer.status, answer.payload) == (202, None)


def test_a_dry_run_runs_nothing(host: RunningHost) -> None:
    assert host.invoke("refuse", {}, InvocationType="DryRun").status == 204


def _refused(host: RunningHost, **request: Any) -> dict[str, Any]:
    with pytest.raises(ClientError) as refusal:
        host.client().invoke(**request)
    return dict(refusal.value.response["Error"])


def test_an_unknown_function_is_not_found(host: RunningHost) -> None:
    error = _refused(host, FunctionName="nobody", Payload=b"{}")

    assert error["Code"] == "ResourceNotFoundException"
    assert error["Message"] == f"Function not found: {ARN}nobody"


def test_a_body_that_is_not_json_is_refused(host: RunningHost) -> None:
    error = _refused(host, FunctionName="echo", Payload=b"{not json")

    assert error["Code"] == "InvalidRequestContentException"


def test_a_payload_over_six_megabytes_is_refused(host: RunningHost) -> None:
    error = _refused(host, FunctionName="echo", Payload=json.dumps("x" * 6 * 1024 * 1024).encode())

    assert error["Code"] == "RequestTooLargeException"


def test_an_answer_over_six_megabytes_is_an_error(host: RunningHost) -> None:
    assert len(host.invoke("large", {"size": 5_000_000}).payload) == 5_000_000
    answer = host.invoke("large", {"size": 7_000_000})

    assert answer.payload["errorType"] == "Function.ResponseSizeTooLarge"


def test_the_functions_are_listed_and_described(host: RunningHost) -> None:
    listed = {each["FunctionName"] for each in host.client().list_functions()["Functions"]}
    described = host.client().get_function(FunctionName="echo")["Configuration"]

    assert {"echo", "refuse"} <= listed
    assert (described["Handler"], described["Timeout"]) == ("functions.echo", 20)


def test_a_changed_function_gets_new_workers(host: RunningHost) -> None:
    before = host.invoke("environment", {}).payload["environment"]
    host.configure(
        function("environment", host.code, environment={"CHANGED": "yes"}), function("echo", host.code)
    )

    after = host.invoke("environment", {}).payload["environment"]

    assert "CHANGED" not in before
    assert after["CHANGED"] == "yes"
