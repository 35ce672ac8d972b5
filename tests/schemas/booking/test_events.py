import re
from uuid import UUID

import pytest
from pydantic import ValidationError

from schemas.booking.events.registry import EVENTS, envelope_of

PAST_TENSE = re.compile(r"(ed|Sent|Held|ToInvoice|Overdue)$")
METADATA = {
    "id": str(UUID(int=1)),
    "version": 1,
    "occurred_at": "2027-03-10T12:00:00Z",
    "workspace_id": "acme",
    "correlation_id": "c-1",
    "causation_id": None,
}
DATA = {"load_id": str(UUID(int=2)), "booking_id": str(UUID(int=3))}


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_names_are_in_the_past_tense(name: str) -> None:
    assert PAST_TENSE.search(name)


def test_an_envelope_has_metadata_and_data_and_nothing_else() -> None:
    model = envelope_of("LoadReadyToInvoice")

    assert model.model_validate({"metadata": METADATA, "data": DATA}).metadata.version == 1
    for wrong in ({"metadata": METADATA}, {"metadata": METADATA, "data": DATA, "more": 1}):
        with pytest.raises(ValidationError):
            model.model_validate(wrong)


@pytest.mark.parametrize("field", ["id", "occurred_at", "workspace_id", "correlation_id"])
def test_metadata_is_complete(field: str) -> None:
    metadata = {name: value for name, value in METADATA.items() if name != field}

    with pytest.raises(ValidationError, match=field):
        envelope_of("LoadReadyToInvoice").model_validate({"metadata": metadata, "data": DATA})


def test_an_event_that_nobody_declared() -> None:
    with pytest.raises(KeyError):
        envelope_of("LoadTeleported")
