"""AWS's events as the providers' documentation shows them, read into receipts."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from lambdas.messaging.actions.complaints import Complained
from lambdas.messaging.errors import ReportUnreadable
from lambdas.messaging.providers.reports import reported

DELIVERY = "33333333-3333-5333-8333-333333333333"
TEXT_EVENT = {
    "eventType": "TEXT_DELIVERED",
    "eventVersion": "1.0",
    "eventTimestamp": 1635812412345,
    "isFinal": True,
    "originationPhoneNumber": "+12065550152",
    "destinationPhoneNumber": "+13605550123",
    "isoCountryCode": "US",
    "messageId": "862a8790-60c0-4430-9b2b-658bdexample",
    "messageStatus": "DELIVERED",
    "context": {"delivery_id": DELIVERY},
}
MAIL = {
    "timestamp": "2016-10-19T23:20:52.240Z",
    "messageId": "EXAMPLE7c191be45",
    "tags": {"delivery_id": [DELIVERY], "ses:configuration-set": ["chain"]},
}
DELIVERY_EVENT = {
    "eventType": "Delivery",
    "mail": MAIL,
    "delivery": {"timestamp": "2016-10-19T23:21:04.133Z"},
}


def read(event: Any) -> Any:
    return reported(json.dumps(event))


def test_a_delivered_text_names_its_send() -> None:
    report = read(TEXT_EVENT)

    assert report.delivery_id == UUID(DELIVERY)
    assert report.provider_message_id == "862a8790-60c0-4430-9b2b-658bdexample"
    assert (report.receipt.outcome, report.receipt.is_final) == ("DELIVERED", True)
    assert report.receipt.at == datetime(2021, 11, 2, 0, 20, 12, 345000, tzinfo=UTC)


def test_a_repeated_event_has_the_same_id_and_another_event_another() -> None:
    assert read(TEXT_EVENT).receipt_id == read(TEXT_EVENT).receipt_id
    assert read(TEXT_EVENT).receipt_id != read({**TEXT_EVENT, "eventTimestamp": 1}).receipt_id


@pytest.mark.parametrize(
    ("kind", "outcome", "error"),
    [
        ("TEXT_PENDING", "PENDING", None),
        ("TEXT_SUCCESSFUL", "SENT", None),
        ("TEXT_CARRIER_BLOCKED", "FAILED", "carrier_blocked"),
    ],
)
def test_each_kind_of_text_event_has_its_rank(kind: str, outcome: str, error: str | None) -> None:
    receipt = read({**TEXT_EVENT, "eventType": kind, "isFinal": False}).receipt

    assert (receipt.outcome, receipt.error, receipt.is_final) == (outcome, error, False)


def test_a_delivered_email_names_its_send() -> None:
    report = read(DELIVERY_EVENT)

    assert report.delivery_id == UUID(DELIVERY)
    assert (report.receipt.outcome, report.receipt.is_final) == ("DELIVERED", True)


@pytest.mark.parametrize(("kind", "final"), [("Permanent", True), ("Transient", False)])
def test_only_a_permanent_bounce_is_final(kind: str, final: bool) -> None:
    bounce = {"bounceType": kind, "timestamp": "2016-10-19T23:21:04.133Z"}

    receipt = read({"eventType": "Bounce", "mail": MAIL, "bounce": bounce}).receipt

    assert (receipt.outcome, receipt.is_final, receipt.error) == ("FAILED", final, kind.lower())


FEEDBACK_ID = "01000157c44f053b-61b59c11-example"
COMPLAINT = {
    "complainedRecipients": [{"emailAddress": "recipient@example.com"}],
    "timestamp": "2017-08-05T00:41:02.669Z",
    "feedbackId": FEEDBACK_ID,
    "complaintFeedbackType": "abuse",
}


def complaint(**changed: str) -> dict[str, Any]:
    return {"eventType": "Complaint", "mail": MAIL, "complaint": COMPLAINT | changed}


def test_a_complaint_names_its_send_and_why() -> None:
    at = datetime(2017, 8, 5, 0, 41, 2, 669000, tzinfo=UTC)

    told = read(complaint())

    assert told == Complained(FEEDBACK_ID, "EXAMPLE7c191be45", at, "abuse", UUID(DELIVERY))


def test_an_e_mail_to_whom_has_complained_before_was_not_sent() -> None:
    receipt = read(complaint(complaintSubType="OnAccountSuppressionList")).receipt

    assert (receipt.outcome, receipt.is_final, receipt.error) == ("FAILED", True, "suppressed")


@pytest.mark.parametrize(
    "event",
    [{"eventType": "Open", "mail": MAIL, "open": {}}, complaint(complaintFeedbackType="not-spam")],
    ids=["opened", "taken back"],
)
def test_an_event_that_tells_nothing_of_a_send_is_none(event: dict[str, Any]) -> None:
    assert read(event) is None


UNREADABLE = (
    "no json",
    "[]",
    '{"eventType": "Delivery"}',
    '{"eventType": "Complaint", "mail": {}}',
    '{"messageId": 1}',
)


@pytest.mark.parametrize("message", UNREADABLE)
def test_what_cannot_be_read_is_refused(message: str) -> None:
    with pytest.raises(ReportUnreadable):
        reported(message)
