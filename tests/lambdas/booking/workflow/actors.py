"""People and carriers who act as soon as the rows let them: once an attempt, yet every carrier accepts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.lambdas.booking.workflow.run import ENDED, BookingRun

STEPS = 150
REPEATED = ("hold", "release")

WILLING: Mapping[str, str] = {
    "SOURCING": "hold",
    "HELD_FOR_REVIEW": "approve_hold",
    "RATECON_SENT": "sign",
    "CONFIRMED": "name_driver",
    "DISPATCHED": "deliver",
    "DELIVERED": "accept_proof",
    "NEEDS_REVIEW": "release",
}


@dataclass
class Actors:
    """`acts` says what to do in which wait of the first attempt; later ones find willing carriers."""

    run: BookingRun
    acts: Mapping[str, str] = field(default_factory=lambda: dict(WILLING))
    done: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)

    def play(self) -> str:
        """Act until the last run has ended or a delivered load waits for good; the last state."""
        for _ in range(STEPS):
            attempt = self._attempt()
            if self.run.execution(attempt)["status"] in ENDED and attempt == self._attempt():
                return self.run.states(attempt)[-1]
            if self._waits_for_good():
                return self.run.states(attempt)[-1]
            if not self._act():
                self.run.engine.jump()
        raise AssertionError(f"no end after {STEPS} steps: {self.run.states(self._attempt())}")

    def _attempt(self) -> int:
        attempt: int = self.run.rows.load()["attempt"]
        return attempt if self.run.has_run(attempt) else attempt - 1

    def _waits_for_good(self) -> bool:
        """An approval did not help; what a carrier has delivered is not taken from it."""
        load = self.run.rows.load()
        approved = f"{load['attempt']}/approve_delivered" in self.done
        return approved and load["status"] == "NEEDS_REVIEW" and load["wait_key"] not in self.answered

    def _is_delivered(self) -> bool:
        return any(booking["status"] in ("DELIVERED", "CLOSED") for booking in self.run.rows.bookings())

    def _act(self) -> bool:
        load = self.run.rows.load()
        state = load["wait_key"].split("/")[1] if load["wait_key"] else None
        acts = self.acts if load["attempt"] == 1 else WILLING
        act = acts.get(state or "")
        if act == "release" and self._is_delivered():
            act = "approve_delivered"
        once = f"{load['attempt']}/{act}"
        if act == "release" and load["booking_id"] is None:
            return False
        if act is None or load["status"] != state or load["wait_key"] in self.answered:
            return False
        if once in self.done and act not in REPEATED:
            return False
        self.done.add(once)
        self.answered.add(load["wait_key"])
        return self._perform(act)

    def _perform(self, act: str) -> bool:
        if act == "approve_hold":
            self.run.act("approve", "BOOKED")
        elif act == "approve_delivered":
            self.run.act("approve", "DELIVERED")
        elif act != "hold":
            self.run.act(act)
        else:
            invited = [dot for dot, status in self.run.rows.offers().items() if status == "INVITED"]
            if not invited:
                return False
            self.run.act("hold", invited[0], self.run.rows.load()["attempt"])
        return True
