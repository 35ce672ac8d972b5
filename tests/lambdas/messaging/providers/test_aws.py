"""The adapters against botocore's own model of the APIs: what they ask, and what each answer means."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
from botocore.stub import Stubber

from lambdas.messaging.providers.email import SimpleEmail
from lambdas.messaging.providers.port import Accepted, NotTaken, Outcome, OutcomeUnknown, Outgoing, Refused
from lambdas.messaging.providers.sms import EndUserMessagingSms

DELIVERY = UUID("33333333-3333-5333-8333-333333333333")
CONTEXT = {"delivery_id": str(DELIVERY), "workspace_id": "acme"}
TEXT = Outgoing(DELIVERY, DELIVERY, "acme", "+13175550100", "+13175550123", None, "Your load is 48000.")
MAIL = TEXT._replace(origin="dispatch@acme.example", address="sam@roe.example", subject="Load 48000")
ASKED_TEXT = {
    "DestinationPhoneNumber": "+13175550123",
    "OriginationIdentity": "+13175550100",
    "MessageBody": "Your load is 48000.",
    "MessageType": "TRANSACTIONAL",
    "ConfigurationSetName": "chain",
    "Context": CONTEXT,
}
ASKED_MAIL = {
    "FromEmailAddress": "dispatch@acme.example",
    "Destination": {"ToAddresses": ["sam@roe.example"]},
    "Content": {
        "Simple": {
            "Subject": {"Data": "Load 48000", "Charset": "UTF-8"},
            "Body": {"Text": {"Data": "Your load is 48000.", "Charset": "UTF-8"}},
        }
    },
    "ConfigurationSetName": "chain",
    "EmailTags": [{"Name": name, "Value": value} for name, value in CONTEXT.items()],
}


def client(service: str) -> Any:
    connect: Any = boto3.client
    once = Config(retries={"total_max_attempts": 1})
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    return connect(service, region_name="us-east-1", config=once, **keys)


@pytest.fixture(scope="module")
def sms() -> Any:
    return client("pinpoint-sms-voice-v2")


@pytest.fixture(scope="module")
def ses() -> Any:
    return client("sesv2")


@pytest.fixture
def stubbed_sms(sms: Any) -> Iterator[Stubber]:
    with Stubber(sms) as stubber:
        yield stubber


def test_a_text_is_asked_for_as_aws_takes_it(sms: Any, stubbed_sms: Stubber) -> None:
    stubbed_sms.add_response("send_text_message", {"MessageId": "m-1"}, ASKED_TEXT)

    assert EndUserMessagingSms(sms, "chain").send(TEXT) == Accepted("m-1")


def test_an_email_is_asked_for_as_ses_takes_it(ses: Any) -> None:
    with Stubber(ses) as stubber:
        stubber.add_response("send_email", {"MessageId": "e-1"}, ASKED_MAIL)

        assert SimpleEmail(ses, "chain").send(MAIL) == Accepted("e-1")


OPTED_OUT = {"Reason": "DESTINATION_PHONE_NUMBER_OPTED_OUT"}
INVALID = {"Reason": "INVALID_PARAMETER"}


@pytest.mark.parametrize(
    ("code", "members", "outcome"),
    [
        ("ThrottlingException", {}, NotTaken("ThrottlingException")),
        ("ConflictException", OPTED_OUT, Refused("destination_phone_number_opted_out")),
        ("ValidationException", INVALID, Refused("invalid_parameter")),
        ("InternalServerException", {}, OutcomeUnknown("InternalServerException")),
    ],
)
def test_what_aws_answers_means_one_of_four_outcomes(
    stubbed_sms: Stubber, code: str, members: dict[str, str], outcome: Outcome
) -> None:
    status = 500 if code.startswith("Internal") else 400
    stubbed_sms.add_client_error(
        "send_text_message", code, http_status_code=status, modeled_fields=members, response_meta={}
    )

    assert EndUserMessagingSms(stubbed_sms.client, "chain").send(TEXT) == outcome


def test_what_is_ours_to_mend_is_raised(sms: Any, stubbed_sms: Stubber) -> None:
    stubbed_sms.add_client_error("send_text_message", "AccessDeniedException", http_status_code=403)

    with pytest.raises(sms.exceptions.AccessDeniedException):
        EndUserMessagingSms(sms, "chain").send(TEXT)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ReadTimeoutError(endpoint_url="https://aws"), OutcomeUnknown("ReadTimeoutError")),
        (ConnectTimeoutError(endpoint_url="https://aws"), NotTaken("ConnectTimeoutError")),
    ],
)
def test_a_call_without_an_answer_may_have_sent(error: Exception, outcome: Outcome) -> None:
    class Silent:
        def send_text_message(self, **_asked: Any) -> None:
            raise error

    assert EndUserMessagingSms(Silent(), "chain").send(TEXT) == outcome
