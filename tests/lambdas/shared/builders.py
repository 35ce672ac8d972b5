"""Data for tests: each builder takes only what the test cares about."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from lambdas.booking.settings import BookingSettings
from lambdas.shared.events import PublishedEvent
from lambdas.shared.postgres import Database
from lambdas.shared.settings import Settings
from lambdas.shared.wiring import Dependencies

NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)
LOAD_ID = UUID("11111111-1111-5111-8111-111111111111")
POST_ID = UUID("22222222-2222-5222-8222-222222222222")


def environment() -> dict[str, str]:
    return {
        "POWERTOOLS_SERVICE_NAME": "booking",
        "DATABASE_SECRET_ID": "chain/booking/database",
        "EVENT_BUS_NAME": "chain",
        "CALLBACKS_TABLE": "chain-booking-callbacks",
        "IDEMPOTENCY_TABLE": "chain-booking-idempotency",
        "LINKS_TABLE": "chain-booking-links",
        "LINKS_SECRET_ID": "chain/booking/links",
        "DOCUMENTS_BUCKET": "chain-booking-documents",
        "STATE_MACHINE_ARN": "arn:aws:states:us-east-1:000000000000:stateMachine:booking",
        "FMCSA_BASE_URL": "http://127.0.0.1:1",
        "FMCSA_SECRET_ID": "chain/booking/fmcsa",
        "PUBLIC_BASE_URL": "http://127.0.0.1:2",
    }


def settings(**changed: str) -> Settings:
    fields = {name.lower(): value for name, value in environment().items()}
    return BookingSettings.model_validate({**fields, **changed})


def dependencies(clients: Any, url: str = "postgresql://nobody@127.0.0.1:1/none") -> Dependencies:
    return Dependencies(settings(), Database(lambda: url), clients, lambda: NOW, lambda: LOAD_ID)


def clients(**fakes: Any) -> SimpleNamespace:
    return SimpleNamespace(**fakes)


def event(number: int = 0, detail_type: str = "LoadPosted", text: str = "") -> PublishedEvent:
    identifier = UUID(int=number)
    detail = {"metadata": {"id": str(identifier)}, "data": {"text": text}}
    return PublishedEvent(identifier, "acme", LOAD_ID, detail_type, detail)
