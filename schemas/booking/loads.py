"""PUT /v1/loads/{external_id}: the whole load as its owner's system knows it, and what is read back."""

from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from schemas.booking.statuses import LoadStatus
from schemas.common import (
    Count,
    FrozenModel,
    Identifier,
    Instant,
    Money,
    Name,
    Text,
    Version,
    ZoneName,
    storable_json,
)

EquipmentCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,5}$")]
FEWEST_STOPS = 2

Custom = Annotated[dict[str, Any], AfterValidator(storable_json)]


class Appointment(FrozenModel):
    """When the stop takes the truck: a moment (`appointment`) or an open window; start is not after end."""

    kind: Literal["appointment", "window"] = "window"
    start: Instant
    end: Instant

    @field_validator("end")
    @classmethod
    def _is_not_before_start(cls, end: datetime, info: ValidationInfo) -> datetime:
        start = info.data.get("start")
        if start is not None and end < start:
            message = "must not be before start"
            raise ValueError(message)
        return end


class Stop(FrozenModel):
    """A pickup or delivery, with the place and the zone in which its times are meant."""

    sequence: Annotated[int, Field(strict=True, ge=1, le=100)]
    type: Literal["pickup", "delivery"]
    facility: Name | None = None
    address: Text | None = None
    city: Name
    state: Name
    postal_code: Name | None = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = "US"
    latitude: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] | None = None
    time_zone: ZoneName
    appointment: Appointment
    notes: Text | None = None


class Reference(FrozenModel):
    """A number by which a party knows the load, such as type `PO`."""

    type: Name
    value: Name


def _route(stops: tuple[Stop, ...]) -> tuple[Stop, ...]:
    if len(stops) < FEWEST_STOPS:
        message = "must be at least a pickup and a delivery"
        raise ValueError(message)
    if [stop.sequence for stop in stops] != list(range(1, len(stops) + 1)):
        message = "must be listed in the order of their sequence, numbered 1, 2, 3 …"
        raise ValueError(message)
    if (stops[0].type, stops[-1].type) != ("pickup", "delivery"):
        message = "must begin with a pickup and end with a delivery"
        raise ValueError(message)
    for earlier, later in pairwise(stops):
        if later.appointment.end < earlier.appointment.start:
            message = f"stop {later.sequence} ends before stop {earlier.sequence} starts"
            raise ValueError(message)
    return stops


Route = Annotated[tuple[Stop, ...], Field(max_length=50), AfterValidator(_route)]


class PutLoad(FrozenModel):
    """The whole load: an absent field is removed, an unknown one is kept under `custom`.

    `source_version` orders the source's writes: one older than the stored version is recorded and not
    applied; without it the write counts as the latest.
    """

    external_id: Identifier | None = None
    source_version: Version | None = None
    load_number: Name | None = None
    equipment: EquipmentCode
    commodity: Text | None = None
    weight_lb: Annotated[int, Field(strict=True, ge=0, le=200_000)] | None = None
    temperature_f: Annotated[float, Field(ge=-150, le=300, allow_inf_nan=False)] | None = None
    distance_miles: Annotated[int, Field(strict=True, ge=0, le=20_000)] | None = None
    customer_charge: Money | None = None
    target_rate: Money | None = None
    references: Annotated[tuple[Reference, ...], Field(max_length=100)] = ()
    notes: Text | None = None
    stops: Route
    custom: Custom = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _unknown_fields_are_custom(cls, body: Any) -> Any:
        if not isinstance(body, dict):
            return body
        unknown = {field: value for field, value in body.items() if field not in cls.model_fields}
        custom = body.get("custom", {})
        if not unknown or not isinstance(custom, dict):
            return body
        known = {field: value for field, value in body.items() if field in cls.model_fields}
        return {**known, "custom": {**custom, **unknown}}

    @property
    def latest_pickup_at(self) -> datetime:
        """End of the last pickup's appointment: after it a load that is not booked expires."""
        return max(stop.appointment.end for stop in self.stops if stop.type == "pickup")

    @property
    def first_pickup_at(self) -> datetime:
        """Start of the first pickup's appointment: drivers must be named before it."""
        return self.stops[0].appointment.start

    @property
    def last_delivery_at(self) -> datetime:
        """End of the last delivery's appointment."""
        return max(stop.appointment.end for stop in self.stops if stop.type == "delivery")


class LoadTerms(FrozenModel):
    """What a carrier agrees to; a change of any of these is a new `terms_version`."""

    equipment: EquipmentCode
    commodity: Text | None = None
    weight_lb: int | None = None
    temperature_f: float | None = None
    distance_miles: int | None = None
    stops: tuple[Stop, ...]


class LoadView(FrozenModel):
    """GET /v1/loads/{load_id} for staff, and the answer of PUT."""

    load_id: UUID
    external_id: str
    status: LoadStatus
    source_version: Version
    terms_version: Count
    attempt: Count
    post_id: UUID | None = None
    booking_id: UUID | None = None
    held_offer_id: UUID | None = None
    held_until: Instant | None = None
    review_from: str | None = None
    cancel_reason: str | None = None
    applied: bool = True
    load: PutLoad
    created_at: Instant
    updated_at: Instant


class CarrierLoadView(FrozenModel):
    """A load as a carrier sees it: what it would haul, and no customer, charge, target or other carrier."""

    load_id: UUID
    load_number: Name | None = None
    terms_version: Count
    terms: LoadTerms
