"""A run's message at the providers that its channels have on AWS, by botocore's own model of their APIs."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from botocore.stub import ANY, Stubber

from lambdas.messaging.providers.choosing import provider_of
from lambdas.messaging.tasks import send_message
from schemas.messaging.recipients import Recipient
from tests.lambdas.messaging.providers.test_aws import client
from tests.lambdas.messaging.surroundings import DRIVER, MAILBOX, MESSAGE, ORIGIN, SENDER, a_plan
from tests.lambdas.messaging.workflow.run import MessageRun


@pytest.fixture(autouse=True)
def chosen_providers(run: MessageRun) -> Iterator[None]:
    """The product chooses the provider, which calls the run's clients."""
    run.clients.sms, run.clients.sesv2 = client("pinpoint-sms-voice-v2"), client("sesv2")
    with patch.object(send_message, "provider_of", provider_of):
        yield


def sends(run: MessageRun) -> list[tuple[str, str | None]]:
    """Status and provider's id of each send."""
    return [(row["status"], row["provider_message_id"]) for row in run.rows("deliveries", MESSAGE, "number")]


def test_a_text_goes_out_by_end_user_messaging(run: MessageRun) -> None:
    # given
    asked = {
        "DestinationPhoneNumber": DRIVER,
        "OriginationIdentity": ORIGIN,
        "MessageBody": "Your load is 48000.",
        "MessageType": "TRANSACTIONAL",
        "ConfigurationSetName": "sms-configuration-set",
        "Context": {"delivery_id": ANY, "workspace_id": "acme"},
    }

    # when
    with Stubber(run.clients.sms) as stub:
        stub.add_response("send_text_message", {"MessageId": "m-1"}, asked)
        run.plan(a_plan())

    # then
    assert sends(run) == [("QUEUED", "m-1")]


def test_an_email_goes_out_by_ses(run: MessageRun) -> None:
    # given
    asked = {
        "FromEmailAddress": SENDER,
        "Destination": {"ToAddresses": [MAILBOX]},
        "Content": ANY,
        "ConfigurationSetName": "email-configuration-set",
        "EmailTags": [{"Name": "delivery_id", "Value": ANY}, {"Name": "workspace_id", "Value": "acme"}],
    }

    # when
    with Stubber(run.clients.sesv2) as stub:
        stub.add_response("send_email", {"MessageId": "e-1"}, asked)
        run.plan(a_plan(recipient=Recipient(email=MAILBOX), handling={"channels": ("email",)}))

    # then
    assert sends(run) == [("QUEUED", "e-1")]
