"""What a carrier reads, and what goes on the bus, cannot name our ceiling, our charge or other carriers."""

import json
import re

import pytest
from pydantic import BaseModel

from schemas.booking.bookings import CarrierBookingView
from schemas.booking.events.registry import EVENTS, envelope_of
from schemas.booking.loads import CarrierLoadView
from schemas.booking.offers import CarrierOfferView, HoldAnswer
from schemas.booking.posts import CarrierPostView, PostView

SECRETS = re.compile(
    r"ceiling|customer_charge|groups|group_number|excluded|custom|run_name|policy", re.IGNORECASE
)


def property_names(model: type[BaseModel]) -> set[str]:
    schema = model.model_json_schema(mode="serialization")
    definitions = [schema, *schema.get("$defs", {}).values()]
    return {name for definition in definitions for name in definition.get("properties", {})}


@pytest.mark.parametrize(
    "model", [CarrierPostView, CarrierOfferView, CarrierBookingView, CarrierLoadView, HoldAnswer]
)
def test_carriers_views_have_no_field_for_a_secret(model: type[BaseModel]) -> None:
    assert not {name for name in property_names(model) if SECRETS.search(name)}


def test_the_check_can_fail() -> None:
    assert {name for name in property_names(PostView) if SECRETS.search(name)} >= {"ceiling_rate", "groups"}


@pytest.mark.parametrize("detail_type", sorted(EVENTS))
def test_no_event_has_a_field_for_the_ceiling_or_the_charge(detail_type: str) -> None:
    schema = json.dumps(envelope_of(detail_type).model_json_schema()).lower()

    assert "ceiling" not in schema
    assert "customer_charge" not in schema
