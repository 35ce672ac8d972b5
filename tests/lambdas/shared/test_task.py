import json
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lambdas.shared.callbacks import Success
from lambdas.shared.errors import (
    AwsUnavailable,
    DatabaseUnavailable,
    InvalidTaskInput,
    InvalidTaskOutput,
    RejectedError,
)
from lambdas.shared.logging import logger
from lambdas.shared.task import Outcome, task, waiting_task
from lambdas.shared.wiring import Dependencies, use
from schemas.booking.tasks.visit import Done, Visit, WaitVisit
from schemas.visit import Waiting
from tests.lambdas.shared.builders import LOAD_ID, NOW, POST_ID, clients, dependencies, event

CONTEXT = SimpleNamespace(aws_request_id="request-1")


class CarrierNotEligible(RejectedError):
    pass


class Recorder:
    """EventBridge, DynamoDB and Step Functions that write down in which order they were called."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def put_events(self, *, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803 - AWS's name
        self.calls += [f"put {entry['DetailType']}" for entry in Entries]
        return {"FailedEntryCount": 0, "Entries": [{}] * len(Entries)}

    def put_item(self, *, Item: dict[str, Any], **_: Any) -> None:  # noqa: N803 - as above
        self.calls.append(f"store {Item['token']['S']} of {Item['pk']['S']} at {Item['stored_at']['S']}")

    def send_task_success(self, *, taskToken: str, output: str) -> None:  # noqa: N803 - as above
        self.calls.append(f"answer {taskToken} {output}")


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def works_with(recorder: Recorder) -> Dependencies:
    return dependencies(clients(events=recorder, dynamodb=recorder, stepfunctions=recorder))


def visit(**changed: Any) -> dict[str, Any]:
    return {
        "run": f"{LOAD_ID}-1",
        "state": "BOOKED",
        "entered_at": "2027-03-10T12:00:00.000Z",
        "workspace_id": "acme",
        "load_id": str(LOAD_ID),
        "post_id": str(POST_ID),
        "attempt": 1,
        "correlation_id": "c-1",
        **changed,
    }


def test_events_are_out_before_the_output_is(recorder: Recorder, works_with: Dependencies) -> None:
    handler = task(lambda _visit, _: Outcome(Done(status="BOOKED"), (event(1),)), Visit, Done)

    with use(works_with):
        output = handler(visit(), CONTEXT)

    assert output == {"status": "BOOKED"}
    assert recorder.calls == ["put LoadPosted"]


def test_events_are_out_before_a_rejection_is_raised(recorder: Recorder, works_with: Dependencies) -> None:
    error = CarrierNotEligible("authority is inactive")
    handler = task(lambda _visit, _: Outcome[Done](events=(event(1),), error=error), Visit, Done)

    with use(works_with), pytest.raises(CarrierNotEligible, match="authority is inactive"):
        handler(visit(), CONTEXT)

    assert recorder.calls == ["put LoadPosted"]


def test_a_wait_is_stored_first_and_a_settled_one_answered_last(
    recorder: Recorder, works_with: Dependencies
) -> None:
    def source(request: WaitVisit, _: Dependencies) -> Outcome[Waiting]:
        recorder.calls.append("write")
        return Outcome(
            Waiting(wait_key=request.task_key, settled=True), (event(1),), answer=Success({"a": 1})
        )

    with use(works_with):
        output = waiting_task(source, WaitVisit, Waiting)(visit(state="SOURCING", token="t-1"), CONTEXT)

    key = f"{LOAD_ID}-1/SOURCING/2027-03-10T12:00:00.000Z"
    assert output == {"wait_key": key, "settled": True}
    assert recorder.calls == [
        f"store t-1 of {key} at {NOW.isoformat(timespec='microseconds')}",
        "write",
        "put LoadPosted",
        'answer t-1 {"a":1}',
    ]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"load_id": "secret-42"}, "load_id"),
        ({"attempt": "1"}, "attempt"),
        ({"extra": "secret-42"}, "extra"),
    ],
)
def test_wrong_input_names_the_field_and_not_its_value(
    works_with: Dependencies, changed: dict[str, Any], named: str
) -> None:
    handler = task(lambda _visit, _: Outcome(Done(status="x")), Visit, Done)

    with use(works_with), pytest.raises(InvalidTaskInput, match=named) as caught:
        handler(visit(**changed), CONTEXT)

    assert "secret-42" not in str(caught.value)


def test_wrong_output_is_an_error(works_with: Dependencies) -> None:
    handler = task(lambda _visit, _: Outcome[Done](), Visit, Done)

    with use(works_with), pytest.raises(InvalidTaskOutput, match="must return Done, not NoneType"):
        handler(visit(), CONTEXT)


def raising(error: Exception) -> Any:
    def run(_visit: Visit, _: Dependencies) -> Outcome[Done]:
        raise error

    return task(run, Visit, Done)


@pytest.mark.parametrize("error", [DatabaseUnavailable("gone"), CarrierNotEligible("no"), KeyError("load")])
def test_errors_keep_their_class(works_with: Dependencies, error: Exception) -> None:
    with use(works_with), pytest.raises(type(error)) as caught:
        raising(error)(visit(), CONTEXT)

    assert caught.value is error


def test_errors_of_aws_are_retryable(works_with: Dependencies) -> None:
    throttled = ClientError({"Error": {"Code": "ThrottlingException", "Message": "no"}}, "PutItem")

    with use(works_with), pytest.raises(AwsUnavailable, match="ThrottlingException"):
        raising(throttled)(visit(), CONTEXT)


def test_every_log_line_names_the_run_and_no_payload(
    works_with: Dependencies, capsys: pytest.CaptureFixture[str]
) -> None:
    handler = task(lambda _visit, _: Outcome(Done(status="secret-42"), (event(1),)), Visit, Done)

    with use(works_with):
        logger().handlers[0].setStream(__import__("sys").stdout)  # type: ignore[attr-defined]
        handler(visit(), CONTEXT)

    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert line["message"] == "task done"
    assert line["run"] == f"{LOAD_ID}-1"
    assert line["workspace_id"] == "acme"
    assert line["load_id"] == str(LOAD_ID)
    assert line["function_request_id"] == "request-1"
    assert line["events"] == ["LoadPosted"]
    assert "secret-42" not in json.dumps(line)
