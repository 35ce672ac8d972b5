"""Bodies of the other routes: what is accepted, what is refused."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from schemas.booking.bookings import (
    AssignDriver,
    BounceBooking,
    CancelLoad,
    RejectRateConfirmation,
    ReviewLoad,
    SignRateConfirmation,
)
from schemas.booking.carriers import PutCarrier
from schemas.booking.offers import AcceptOffer, BookNow, CounterOffer, DeclineOffer, SubmitOffer
from schemas.booking.policy import WorkspacePolicy
from tests.schemas.builders import money

DRIVER = {"name": "Dana Reyes", "phone": "+13175550123", "truck_number": "12"}
SIGNER = {"signer": {"name": "Dana Reyes", "title": "Dispatcher", "email": "dana@example.com"}}


@pytest.mark.parametrize(
    ("model", "body"),
    [
        (SubmitOffer, {"rate": money(), "contact": {"phone": "+13175550123"}}),
        (BookNow, {}),
        (AcceptOffer, {"terms_version": 2}),
        (CounterOffer, {"rate": money()}),
        (DeclineOffer, {}),
        (SignRateConfirmation, SIGNER),
        (RejectRateConfirmation, {"reason": "wrong rate"}),
        (AssignDriver, DRIVER),
        (BounceBooking, {"reason": "truck broke down"}),
        (CancelLoad, {"reason": "customer"}),
        (ReviewLoad, {"decision": "approve", "reason": "called them"}),
        (PutCarrier, {"legal_name": "Roadrunner LLC", "phones": ["+13175550123"], "emails": ["a@b.co"]}),
        (WorkspacePolicy, {}),
        (WorkspacePolicy, {"offer_ttl_seconds": 2, "book_now_wait_seconds": 0}),
    ],
)
def test_bodies_that_are_accepted(model: type[BaseModel], body: dict[str, Any]) -> None:
    assert model.model_validate(body).model_dump(mode="json", exclude_unset=True) == body


@pytest.mark.parametrize(
    ("model", "body", "field"),
    [
        (SubmitOffer, {}, "rate"),
        (SubmitOffer, {"rate": 100}, "rate"),
        (SubmitOffer, {"rate": money("100")}, "rate.amount"),
        (SubmitOffer, {"rate": money(), "contact": {"phone": "3175550123"}}, "contact.phone"),
        (SubmitOffer, {"rate": money(), "contact": {"email": "dana"}}, "contact.email"),
        (BookNow, {"rate": money()}, "rate"),
        (CounterOffer, {"rate": money(-1)}, "rate.amount"),
        (AcceptOffer, {"terms_version": "2"}, "terms_version"),
        (SignRateConfirmation, {"signer": {"name": " "}}, "signer.name"),
        (SignRateConfirmation, {**SIGNER, "link_token": "short"}, "link_token"),
        (SignRateConfirmation, {**SIGNER, "revision": 0}, "revision"),
        (RejectRateConfirmation, {"reason": ""}, "reason"),
        (AssignDriver, {**DRIVER, "phone": "317-555-0123"}, "phone"),
        (AssignDriver, {**DRIVER, "truck_number": ""}, "truck_number"),
        (BounceBooking, {"reason": "   "}, "reason"),
        (CancelLoad, {}, "reason"),
        (ReviewLoad, {"decision": "maybe", "reason": "x"}, "decision"),
        (PutCarrier, {"legal_name": "x", "phones": ["1"]}, "phones.0"),
        (PutCarrier, {"legal_name": "x", "do_not_use": True}, "do_not_use_reason"),
        (WorkspacePolicy, {"hold_seconds": 0}, "hold_seconds"),
        (WorkspacePolicy, {"hold_seconds": 1.0}, "hold_seconds"),
        (WorkspacePolicy, {"holds_seconds": 1}, "holds_seconds"),
        (WorkspacePolicy, {"tonu_fee": money(1.5)}, "tonu_fee.amount"),
    ],
)
def test_bodies_that_are_refused_name_the_field(
    model: type[BaseModel], body: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(body)

    assert [".".join(map(str, problem["loc"])) for problem in caught.value.errors()] == [field]


def test_the_defaults_are_the_domains() -> None:
    policy = WorkspacePolicy()

    assert policy.hold_seconds == 15 * 60
    assert policy.negotiation_rounds == 3
    assert policy.rate_confirmation_reminder_seconds == 24 * 3600
    assert policy.driver_lead_seconds == 4 * 3600
    assert policy.pod_chase_seconds == 24 * 3600
    assert policy.insurance_warning_days == 30
