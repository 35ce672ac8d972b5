"""A carrier's record at FMCSA, and the codes of what its vetting finds."""

from datetime import UTC, datetime

from lambdas.booking.carrier_record import CarrierRecord, Json, read_authority, read_carrier
from lambdas.booking.vetting import Lookup, VettingRequest, judge
from local.fmcsa.carriers import authorities, carrier
from local.fmcsa.conditions import Condition

NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)
DOT_NUMBER = 158_121
REQUEST = VettingRequest(dot_number=DOT_NUMBER)


def a_carrier(changes: Json | None = None, authority: Json | None = None, orders: int = 0) -> CarrierRecord:
    """A healthy carrier's record with elements of QCMobile's changed, each as it would be sent."""
    elements = carrier(DOT_NUMBER, Condition.HEALTHY, NOW.date())
    row = read_authority({**authority_row(elements), **(authority or {})})
    record = read_carrier({**elements, **(changes or {})}, (row,), orders)
    assert record is not None
    return record


def authority_row(elements: dict[str, object]) -> dict[str, object]:
    row = authorities(elements)[0]["carrierAuthority"]
    assert isinstance(row, dict)
    return row


def codes(lookup: Lookup, request: VettingRequest = REQUEST) -> list[str]:
    return [reason.code for reason in judge(request, lookup, NOW).reasons]
