"""What is heard of a call: the IAM action and the declared resource; and a refusal stops the call."""

from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.bootstrap.layout import ROOT
from local.declaration.model import Declaration
from local.declaration.reading import read_all
from local.least_privilege.listening import Clients, Names, denied


@pytest.fixture(scope="module")
def booking() -> Declaration:
    return next(each for each in read_all(ROOT) if each.service == "booking")


class Service:
    """Takes every call, and counts."""

    def __init__(self) -> None:
        self.calls = 0

    def __getattr__(self, method: str) -> Any:
        def called(*_: object, **__: object) -> str:
            self.calls += 1
            return method

        return called


@pytest.mark.parametrize(
    ("service", "method", "request_", "heard"),
    [
        ("dynamodb", "put_item", {"TableName": "chain-booking-links"}, ("dynamodb:PutItem", "table/links")),
        ("s3", "generate_presigned_url", {}, ("s3:GetObject", "bucket/documents")),
        ("events", "put_events", {}, ("events:PutEvents", "bus/chain")),
        ("stepfunctions", "send_task_success", {}, ("states:SendTaskSuccess", "state_machine/booking")),
        (
            "sqs",
            "send_message",
            {"QueueUrl": "http://x/1/chain-booking-apply-tracking-dead-letters"},
            ("sqs:SendMessage", "dead_letters/apply_tracking"),
        ),
    ],
)
def test_a_call_is_heard_as_iam_sees_it(
    booking: Declaration, service: str, method: str, request_: dict[str, Any], heard: tuple[str, str]
) -> None:
    noted: list[tuple[str, str]] = []
    behind = Service()
    clients = Clients(SimpleNamespace(**{service: behind}), lambda *call: noted.append(call), Names(booking))

    assert getattr(getattr(clients, service), method)(**request_) == method

    assert (noted, behind.calls) == ([heard], 1)


def test_what_is_refused_is_not_called(booking: Declaration) -> None:
    behind = Service()

    def refuse(action: str, resource: str) -> None:
        raise denied(action, resource)

    clients = Clients(SimpleNamespace(events=behind), refuse, Names(booking))

    with pytest.raises(ClientError, match="AccessDeniedException"):
        clients.events.put_events(Entries=[])
    assert behind.calls == 0


def test_a_secret_is_named_as_it_is_declared(booking: Declaration) -> None:
    assert Names(booking).secret("chain/booking/links") == "secret/links"
