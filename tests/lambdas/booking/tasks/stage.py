"""Tasks played by hand, one visit after the other, as Step Functions would call them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from lambdas.shared.wiring import Dependencies
from tests.lambdas.booking.aws_fakes import aws_fakes
from tests.lambdas.booking.desk import Desk
from tests.lambdas.booking.rows import ALFA, BRAVO, LOAD_ID, NOW, POST_ID, RUN, WORKSPACE, Rows, offer_of
from tests.lambdas.booking.surroundings import Fmcsa, StoppedClock, surroundings

FUNCTIONS = {
    "SOURCING": "source_carriers",
    "VETTING": "vet_carrier",
    "HELD_FOR_REVIEW": "request_review",
    "NEEDS_REVIEW": "request_review",
    "BOOKED": "book_load",
    "RATECON_SENT": "send_rate_confirmation",
    "CONFIRMED": "confirm_booking",
    "DISPATCHED": "dispatch_load",
    "DELIVERED": "deliver_load",
    "POD_RECEIVED": "receive_documents",
    "RELEASED": "release_load",
    "BOUNCED": "bounce_load",
    "CANCELLED": "cancel_load",
    "EXHAUSTED": "end_sourcing",
    "EXPIRED": "end_sourcing",
}
WAITS = {
    "SOURCING",
    "HELD_FOR_REVIEW",
    "NEEDS_REVIEW",
    "RATECON_SENT",
    "CONFIRMED",
    "DISPATCHED",
    "DELIVERED",
}


@dataclass
class Stage:
    rows: Rows
    desk: Desk
    clock: StoppedClock
    clients: Any
    fmcsa: Fmcsa
    dependencies: Dependencies
    held_by: int = ALFA

    def enter(self, state: str, **facts: Any) -> Any:
        """A new visit of the state, a second after the last."""
        self.clock.step()
        return self.call(self.payload(state, **facts))

    def call(self, payload: dict[str, Any]) -> Any:
        module = import_module(f"lambdas.booking.tasks.{FUNCTIONS[payload['state']]}")
        return module.handler(payload, None)

    def payload(self, state: str, **facts: Any) -> dict[str, Any]:
        payload = {
            "run": RUN,
            "state": state,
            "entered_at": self.clock.moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "workspace_id": WORKSPACE,
            "load_id": str(LOAD_ID),
            "post_id": str(POST_ID),
            "attempt": 1,
            "correlation_id": "demo",
        }
        if state in WAITS:
            payload["token"] = f"token-{state}-{payload['entered_at']}"
        if state in ("VETTING", "BOOKED"):
            payload |= {"offer_id": str(offer_of(self.held_by)), "dot_number": self.held_by}
        return payload | facts

    def published(self) -> list[str]:
        return [entry["DetailType"] for entry in self.clients.events.entries]

    def details(self) -> list[Any]:
        """The published events' details."""
        return [json.loads(entry["Detail"]) for entry in self.clients.events.entries]

    def play_until(self, state: str) -> None:
        """Everything that leads to the visit of `state`, at the first offer."""
        self.play_until_from(WAY[0], state)

    def play_until_from(self, first: str, state: str) -> None:
        for step in WAY[WAY.index(first) : WAY.index(state)]:
            if step in FUNCTIONS:
                self.enter(step)
            else:
                self.clock.step()
                getattr(self.desk, step)(*((self.held_by,) if step == "hold" else ()))

    def visits_written(self, state: str) -> int:
        """How many visits the way to `state` and that state itself have stored."""
        way = [step for step in WAY if step in FUNCTIONS]
        return way.index("RATECON_SENT" if state == "RELEASED" else state) + (2 if state == "RELEASED" else 1)


WAY = (
    "SOURCING",
    "hold",
    "VETTING",
    "BOOKED",
    "RATECON_SENT",
    "sign",
    "CONFIRMED",
    "name_driver",
    "DISPATCHED",
    "deliver",
    "DELIVERED",
    "accept_proof",
    "POD_RECEIVED",
    "end",
)


@contextmanager
def stage_on(url: str, groups: tuple[tuple[int, ...], ...] = ((ALFA,), (BRAVO,))) -> Iterator[Stage]:
    rows, clock, clients, fmcsa = Rows(url), StoppedClock(NOW), aws_fakes(), Fmcsa()
    with rows, surroundings(url, clients, clock, fmcsa) as dependencies:
        rows.post_load([list(group) for group in groups])
        yield Stage(rows, Desk(rows, clock), clock, clients, fmcsa, dependencies)
