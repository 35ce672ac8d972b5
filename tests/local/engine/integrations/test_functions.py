"""Lambda tasks against a host that speaks the Invoke API: payloads, envelope, error names."""

import fcntl
import json
import select
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from local.engine.commands import InvokeTask, Pattern
from local.engine.driver.outside import Answer
from local.engine.integrations.calls import Beginner, Invoke, service_invoke
from local.engine.integrations.clients import Clients, Services
from local.engine.integrations.local_functions import LocalFunctions
from local.engine.stimuli import TaskFailed, TaskSubmitted, TaskSucceeded
from tests.local.engine.definitions import function_arn
from tests.local.engine.function_hosts import serving

PATIENCE_SECONDS = 10.0
BY_NAME = "arn:aws:states:::lambda:invoke"


@dataclass
class Host:
    """Answers every invocation with `status`, `body` and `headers`; keeps the last request."""

    status: int = 200
    body: str = "{}"
    headers: tuple[tuple[str, str], ...] = ()
    path: str = ""
    event: Any = None
    url: str = ""
    raw: bytes = b""


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            host.path = self.path
            host.event = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or "null")
            if host.raw:
                self.wfile.write(host.raw)
                return
            self.send_response(host.status)
            for name, value in host.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(host.body.encode())

    with serving(Handler) as host.url:
        yield host


def begun(service: Invoke) -> Invoke:
    """Calls as the relay does: begun, looked at until it is whole, and made anew where that says nothing."""
    assert isinstance(service, Beginner)

    def invoke(task: InvokeTask) -> Answer:
        call = service.begin(task)
        if call is None or isinstance(call, TaskSucceeded | TaskSubmitted | TaskFailed):
            return call or service(task)
        while not call.is_whole():
            select.select([call.fileno], [], [], PATIENCE_SECONDS)
        return call.answer() or service(task)

    return invoke


@pytest.fixture(params=[False, True], ids=["waited for", "begun"])
def invoke(host: Host, request: pytest.FixtureRequest) -> Invoke:
    service = service_invoke(Services(endpoints={"lambda": host.url}))
    return begun(service) if request.param else service


def by_arn(event: Any) -> InvokeTask:
    return InvokeTask(3, function_arn("greet"), Pattern.REQUEST_RESPONSE, json.dumps(event))


def by_name(pattern: Pattern = Pattern.REQUEST_RESPONSE, **parameters: Any) -> InvokeTask:
    resource = BY_NAME + (".waitForTaskToken" if pattern is Pattern.WAIT_FOR_TASK_TOKEN else "")
    return InvokeTask(3, resource, pattern, json.dumps({"FunctionName": "greet"} | parameters))


def test_a_function_by_arn_answers_with_its_payload_alone(host: Host, invoke: Invoke) -> None:
    host.body = '{"hello":"Ada"}'

    answer = invoke(by_arn({"name": "Ada"}))

    assert answer == TaskSucceeded(3, '{"hello":"Ada"}')
    assert host.event == {"name": "Ada"}
    assert host.path.startswith("/2015-03-31/functions/")


def test_lambda_invoke_answers_with_the_envelope(host: Host, invoke: Invoke) -> None:
    host.body, host.headers = '{"n":1}', (("X-Amz-Executed-Version", "7"), ("x-amzn-RequestId", "abc"))

    answer = invoke(by_name(Payload={"a": [1]}))

    assert isinstance(answer, TaskSucceeded)
    envelope = json.loads(answer.output)
    assert (envelope["ExecutedVersion"], envelope["Payload"], envelope["StatusCode"]) == ("7", {"n": 1}, 200)
    assert envelope["SdkResponseMetadata"] == {"RequestId": "abc"}
    assert envelope["SdkHttpMetadata"]["HttpStatusCode"] == 200
    assert host.event == {"a": [1]}


def test_with_a_token_the_answer_is_only_the_submission(host: Host, invoke: Invoke) -> None:
    answer = invoke(by_name(Pattern.WAIT_FOR_TASK_TOKEN, Payload={}))

    assert isinstance(answer, TaskSubmitted)
    assert json.loads(answer.output)["Payload"] == {}


@pytest.mark.parametrize("task", [by_arn({}), by_name()])
def test_an_exceptions_class_is_the_error_and_lambdas_json_the_cause(
    host: Host, invoke: Invoke, task: InvokeTask
) -> None:
    host.headers = (("X-Amz-Function-Error", "Unhandled"),)
    host.body = '{"errorType":"CarrierNotEligible","errorMessage":"revoked","stackTrace":[]}'

    assert invoke(task) == TaskFailed(3, "CarrierNotEligible", host.body)


def test_an_error_without_a_type_is_unknown(host: Host, invoke: Invoke) -> None:
    host.headers, host.body = (("X-Amz-Function-Error", "Unhandled"),), '{"errorMessage":"exit"}'

    assert invoke(by_arn({})) == TaskFailed(3, "Lambda.Unknown", host.body)


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (429, "TooManyRequestsException", "Lambda.TooManyRequestsException"),
        (500, "ServiceException", "Lambda.ServiceException"),
        (404, "ResourceNotFoundException", "Lambda.ResourceNotFoundException"),
        (403, "AccessDeniedException", "Lambda.AWSLambdaException"),
    ],
)
def test_lambdas_refusals_are_named(host: Host, invoke: Invoke, status: int, code: str, error: str) -> None:
    host.status, host.headers = status, (("x-amzn-ErrorType", code),)
    host.body = '{"Message":"no"}'

    answer = invoke(by_arn({}))

    assert isinstance(answer, TaskFailed)
    assert answer.error == error
    assert answer.cause is not None
    assert answer.cause.startswith("no (Service: AWSLambda; ")


def test_no_host_is_a_client_exception() -> None:
    invoke = service_invoke(Services(endpoints={"lambda": "http://127.0.0.1:9"}))

    answer = invoke(by_arn({}))

    assert isinstance(answer, TaskFailed)
    assert answer.error == "Lambda.SdkClientException"


def test_a_call_on_this_machine_needs_no_boto3(
    host: Host, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        pytest.fail("boto3 was asked")

    monkeypatch.setattr(Clients, "client", refuse)
    host.body = '{"held":true}'

    answers = [invoke(InvokeTask(7, function_arn("hold"), Pattern.REQUEST_RESPONSE, "{}")) for _ in range(2)]

    assert answers == [TaskSucceeded(7, '{"held":true}')] * 2


def test_a_host_that_is_gone_fails_the_task_as_boto3_would(host: Host) -> None:
    invoke = service_invoke(Services(endpoints={"lambda": "http://127.0.0.1:1"}))

    answer = invoke(InvokeTask(7, function_arn("hold"), Pattern.REQUEST_RESPONSE, "{}"))

    assert isinstance(answer, TaskFailed)
    assert answer.error == "Lambda.SdkClientException"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", id="half a body"),
        pytest.param(b"HTTP/1.1 200 OK\r\n", id="half a head"),
        pytest.param(b"no HTTP at all\r\n\r\n", id="no HTTP"),
    ],
)
def test_a_host_that_breaks_off_fails_the_task(host: Host, invoke: Invoke, raw: bytes) -> None:
    host.raw = raw

    answer = invoke(InvokeTask(7, function_arn("hold"), Pattern.REQUEST_RESPONSE, "{}"))

    assert isinstance(answer, TaskFailed)
    assert answer.error == "Lambda.SdkClientException"


def test_a_host_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        functions = LocalFunctions(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout_seconds=0.5)
        call = functions.begin({"FunctionName": "hold"})
        assert call is not None

        looks = 1
        while not call.is_whole():
            looks += 1

        assert looks > 1
        with pytest.raises(TimeoutError):
            functions.end(call)


def test_a_connection_is_used_again_whatever_its_number() -> None:
    """`select` knows files up to 1,023 alone."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        functions = LocalFunctions(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout_seconds=0.5)
        with socket.create_connection(listener.getsockname()) as connection:
            high = socket.socket(fileno=fcntl.fcntl(connection.fileno(), fcntl.F_DUPFD, 1024))
        functions._idle.append(high)

        call = functions.begin({"FunctionName": "hold"})

        assert call is not None
        assert call.connection is high
        high.close()
