import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from lambdas.shared import aws
from tests.lambdas.booking.api.bodies import CARRIERS
from tests.lambdas.booking.api.desk import NOW, Desk, settings, wait_key
from tests.lambdas.booking.api.people import BROKER, OWNER, VIEWER, Person, carrier

BOOKED_CARRIER = carrier(CARRIERS[0])
SIGNER = {"signer": {"name": "Ann Lee"}}
DRIVER = {"name": "Sam", "phone": "+13175550123", "truck_number": "T1"}


def test_a_signature_confirms_and_gives_the_driver_deadline(desk: Desk) -> None:
    booking_id = desk.booked()

    signed = desk.post(f"/v1/bookings/{booking_id}/rate-confirmation/sign", SIGNER, BOOKED_CARRIER)

    assert signed.status == 200, signed.raw
    assert signed.body["rate_confirmations"][0]["status"] == "SIGNED"
    assert signed.body["rate_confirmations"][0]["signer"]["name"] == "Ann Lee"
    pickup_less_lead = 9 * 24 * 3600 - 4 * 3600
    answer = desk.stepfunctions.succeeded[0]
    assert answer["token"] == f"token:{wait_key('RATECON_SENT')}"
    assert answer["output"] == {"deadline_seconds": pickup_less_lead}
    assert desk.events.names == ["RateConfirmationSigned"]


def test_signing_twice_is_signing_once_and_rejecting_then_is_refused(desk: Desk) -> None:
    booking_id = desk.booked()
    path = f"/v1/bookings/{booking_id}/rate-confirmation"
    desk.post(f"{path}/sign", SIGNER, BOOKED_CARRIER)

    again = desk.post(f"{path}/sign", SIGNER, BOOKED_CARRIER)
    rejected = desk.post(f"{path}/reject", {"reason": "rate"}, BOOKED_CARRIER)

    assert (again.status, rejected.status) == (200, 409)
    assert (len(desk.stepfunctions.succeeded), desk.events.names) == (1, ["RateConfirmationSigned"])


def test_a_rejection_takes_the_load_from_the_carrier(desk: Desk) -> None:
    booking_id = desk.booked()

    rejected = desk.post(
        f"/v1/bookings/{booking_id}/rate-confirmation/reject", {"reason": "wrong rate"}, BOOKED_CARRIER
    )

    assert rejected.body["rate_confirmations"][0]["status"] == "REJECTED"
    assert desk.stepfunctions.failed[0]["error"] == "RateConfirmationRejected"
    assert desk.events.names == ["RateConfirmationRejected"]


def test_another_revision_than_the_latest_cannot_be_signed(desk: Desk) -> None:
    booking_id = desk.booked()

    old = desk.post(
        f"/v1/bookings/{booking_id}/rate-confirmation/sign", {**SIGNER, "revision": 2}, BOOKED_CARRIER
    )

    assert old.status == 409


def test_staff_cannot_sign_for_a_carrier(desk: Desk) -> None:
    path = f"/v1/bookings/{desk.booked()}/rate-confirmation"

    assert desk.post(f"{path}/sign", SIGNER, BROKER).status == 403
    assert desk.post(f"{path}/reject", {"reason": "r"}, BROKER).status == 403
    assert desk.stepfunctions.succeeded == []


def test_driver_and_truck_dispatch_the_load(desk: Desk) -> None:
    booking_id = desk.booked("CONFIRMED")

    named = desk.post(f"/v1/bookings/{booking_id}/driver", DRIVER, BOOKED_CARRIER)

    assert (named.status, named.body["driver"]["truck_number"]) == (200, "T1")
    assert set(desk.stepfunctions.succeeded[0]["output"]) == {"deadline_seconds"}
    assert desk.events.names == ["DriverAssigned"]
    assert json.loads(desk.events.entries[0]["Detail"])["data"]["driver"]["phone"] == DRIVER["phone"]
    desk.forget()
    assert desk.post(f"/v1/bookings/{booking_id}/driver", DRIVER, BOOKED_CARRIER).status == 200
    assert desk.events.names == []


def test_a_driver_named_early_answers_no_other_wait(desk: Desk) -> None:
    booking_id = desk.booked("RATECON_SENT")

    assert desk.post(f"/v1/bookings/{booking_id}/driver", DRIVER, BROKER).status == 200

    assert desk.stepfunctions.succeeded == []
    assert desk.sql("SELECT answer_id FROM booking.answers WHERE wait_key LIKE '%RATECON%'") == []


@pytest.mark.parametrize("phone", ["3175550123", "+1", "+1317555012345678", "call me"])
def test_a_phone_that_is_not_e164_is_refused(desk: Desk, phone: str) -> None:
    booking_id = desk.booked("CONFIRMED")

    refused = desk.post(f"/v1/bookings/{booking_id}/driver", {**DRIVER, "phone": phone}, BOOKED_CARRIER)

    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "phone")


def test_a_bounce_is_left_to_the_run(desk: Desk) -> None:
    booking_id = desk.booked("DISPATCHED")

    bounced = desk.post(f"/v1/bookings/{booking_id}/bounce", {"reason": "breakdown"}, BOOKED_CARRIER)

    assert (bounced.status, bounced.body["status"]) == (202, "BOUNCED")
    assert [(failure["error"], failure["cause"]) for failure in desk.stepfunctions.failed] == [
        ("CarrierBounced", "breakdown")
    ]
    assert desk.post(f"/v1/bookings/{booking_id}/bounce", {"reason": "again"}, BOOKED_CARRIER).status == 202
    assert len(desk.stepfunctions.failed) == 1


def test_a_booking_shows_to_staff_and_its_carrier_only(desk: Desk) -> None:
    booking_id = desk.booked()

    assert desk.get(f"/v1/bookings/{booking_id}", VIEWER).body["attempt"] == 1
    assert "attempt" not in desk.get(f"/v1/bookings/{booking_id}", BOOKED_CARRIER).body
    assert desk.get(f"/v1/bookings/{booking_id}", carrier(CARRIERS[1])).status == 404
    assert desk.post(f"/v1/bookings/{booking_id}/driver", DRIVER, carrier(CARRIERS[1])).status == 404
    assert desk.post(f"/v1/bookings/{booking_id}/driver", DRIVER, VIEWER).status == 403


def test_the_policy_is_the_defaults_until_an_admin_puts_one(desk: Desk) -> None:
    assert desk.get("/v1/policy").body["hold_seconds"] == 900
    assert desk.put("/v1/policy", {"hold_seconds": 60}, BROKER).status == 403
    assert desk.put("/v1/policy", {"hold_seconds": 60}, OWNER).status == 200
    assert desk.get("/v1/policy").body["hold_seconds"] == 60
    assert desk.put("/v1/policy", {"hold_seconds": -1}, OWNER).status == 422


def test_a_carrier_is_put_and_read(desk: Desk) -> None:
    body = {"legal_name": "Roadrunner", "phones": ["+13175550123"], "emails": ["ops@example.com"]}

    assert desk.put("/v1/carriers/12345", body).status == 201
    assert desk.put("/v1/carriers/12345", body).status == 200
    assert desk.get("/v1/carriers/12345").body["emails"] == ["ops@example.com"]
    assert desk.get("/v1/carriers/54321").status == 404
    assert desk.get("/v1/carriers/abc").status == 422
    assert desk.get("/v1/carriers/12345", BOOKED_CARRIER).status == 404


def test_expiry_is_of_this_clock(desk: Desk) -> None:
    desk.sourcing()

    assert desk.sql("SELECT expires_at FROM booking.offers LIMIT 1")[0]["expires_at"] == NOW + timedelta(
        minutes=30
    )


@pytest.mark.parametrize("who", [VIEWER, BOOKED_CARRIER])
def test_the_document_is_behind_a_link_of_fifteen_minutes(
    desk: Desk, who: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing listens at this address: the link is made without a call.
    environment = {"ENDPOINT_URL": "http://127.0.0.1:1", "DEFAULT_REGION": "us-east-1"}
    for name, value in {**environment, "ACCESS_KEY_ID": "key", "SECRET_ACCESS_KEY": "secret"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    desk.dependencies.clients.s3 = aws._client.__wrapped__("s3", 1)
    booking_id = desk.booked()

    [document] = desk.get(f"/v1/bookings/{booking_id}", who).body["rate_confirmations"]

    address = urlsplit(document["document_url"])
    asked = parse_qs(address.query)
    assert address.path == f"/{settings().documents_bucket}/rate-confirmations/1.pdf"
    assert (asked["X-Amz-Expires"], asked["X-Amz-Algorithm"]) == (["900"], ["AWS4-HMAC-SHA256"])
    assert "document_key" not in document


def test_the_answer_to_a_change_holds_no_link_that_a_replay_would_give_again(desk: Desk) -> None:
    booking_id = desk.booked("CONFIRMED")

    named = desk.post(f"/v1/bookings/{booking_id}/driver", DRIVER, BOOKED_CARRIER)

    assert named.body["rate_confirmations"][0]["document_url"] is None


def test_terms_that_changed_after_the_booking_are_shown_to_staff(desk: Desk) -> None:
    booking_id = desk.booked("CONFIRMED")
    path = f"/v1/bookings/{booking_id}"
    assert desk.get(path).body["terms_changed_since_booking"] is False

    desk.load(weight_lb=20_000)

    assert desk.events.names == ["LoadReceived"]
    assert desk.get(path).body["terms_changed_since_booking"] is True
    assert "terms_changed_since_booking" not in desk.get(path, BOOKED_CARRIER).body
