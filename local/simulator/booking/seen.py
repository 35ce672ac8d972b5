"""What an invariant is given to look at."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.simulator.booking.rows import LoadRows, Row

OPEN_OFFERS = frozenset({"INVITED", "SUBMITTED", "COUNTERED"})
ENDED_BOOKINGS = frozenset({"VOIDED", "BOUNCED", "CANCELLED"})
UNCOVERED_ENDS = frozenset({"CANCELLED", "CANCELLED_TONU", "EXHAUSTED", "EXPIRED"})
ENDED_LOADS = UNCOVERED_ENDS | {"READY_TO_INVOICE"}


@dataclass(frozen=True)
class TakenAnswer:
    """An answer that the engine took. `by_task`: the task that began the wait gave it."""

    wait_key: str
    output: Any
    error: str | None
    by_task: bool


@dataclass(frozen=True)
class Seen:
    """A load after a step that touched it, and as it was before; what was said of it during the step.

    `links` are the signing links by their digest, `said` what the rate confirmations say by their key.
    """

    rows: LoadRows
    before: LoadRows | None
    published: tuple[Row, ...] = ()
    taken: tuple[TakenAnswer, ...] = ()
    links: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def live_bookings(self) -> list[Row]:
        return [booking for booking in self.rows.bookings if booking["status"] not in ENDED_BOOKINGS]

    @property
    def owes_bounce(self) -> bool:
        """The carrier dropped the load, and its run has not undone the booking yet."""
        load = self.rows.load
        return any(
            booking["status"] == "BOUNCED" and booking["booking_id"] == load["booking_id"]
            for booking in self.rows.bookings
        )

    @property
    def names(self) -> Counter[str]:
        """How many events of each name are written."""
        return Counter(event["detail_type"] for event in self.rows.events.values())

    def events(self, *names: str) -> Iterator[Row]:
        """The data of the events of these names."""
        for event in self.rows.events.values():
            if event["detail_type"] in names:
                yield event["detail"]["data"]

    def booking(self, booking_id: str) -> Row | None:
        return next((row for row in self.rows.bookings if row["booking_id"] == booking_id), None)

    def offer(self, offer_id: str) -> Row | None:
        return next((row for row in self.rows.offers if row["offer_id"] == offer_id), None)
