"""What carriers, brokers and tracking do while a run waits: facts in the rows, then an answer to the wait.

The statements keep the contract of `lambdas/booking/settling.py`; the API's own are tested with the API.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.lambdas.booking.rows import LOAD_ID, WORKSPACE, Rows, offer_of

Send = Callable[[str, dict[str, Any] | None, str | None], None]


@dataclass(frozen=True)
class Desk:
    """`send(wait_key, output, error)` answers the wait; leave it out to lose the answer on its way."""

    rows: Rows
    now: Callable[[], datetime]
    send: Send | None = None

    def hold(self, dot_number: int, attempt: int = 1) -> None:
        """The carrier accepts, and the load is held for it."""
        offer_id = offer_of(dot_number, attempt)
        self.rows.run("update booking.offers set status = 'ACCEPTED' where offer_id = %(id)s", id=offer_id)
        until = self.now() + timedelta(seconds=self.rows.offered.hold_seconds)
        self.rows.set_load(status="HELD", held_offer_id=offer_id, held_until=until)
        self._answer({"offer_id": str(offer_id), "dot_number": dot_number})

    def decline(self, *dot_numbers: int) -> None:
        """The last open carriers of the group decline."""
        sql = "update booking.offers set status = 'DECLINED' where dot_number = any(%(dots)s)"
        self.rows.run(sql, dots=list(dot_numbers))
        self._answer(error="OffersDeclined")

    def sign(self) -> None:
        self.rows.run("update booking.rate_confirmations set status = 'SIGNED' where status = 'SENT'")
        self._answer({"deadline_seconds": 100_000})

    def reject(self) -> None:
        sql = (
            "update booking.rate_confirmations set status = 'REJECTED', reason = 'Rate' where status = 'SENT'"
        )
        self.rows.run(sql)
        self._answer(error="RateConfirmationRejected")

    def name_driver(self) -> None:
        self._set_booking(driver=json.dumps({"name": "Dee", "phone": "+13175550123"}))
        self._answer({"deadline_seconds": 200_000})

    def name_driver_in_review(self) -> None:
        self._set_booking(driver=json.dumps({"name": "Dee", "phone": "+13175550123"}))
        self.approve("DISPATCHED")

    def deliver(self) -> None:
        self._set_booking(status="DELIVERED")
        self._answer({"status": "DELIVERED"})

    def accept_proof(self) -> None:
        self._set_booking(status="CLOSED")
        self._answer({"status": "POD_RECEIVED"})

    def bounce(self) -> None:
        self._set_booking(status="BOUNCED")
        self._answer(error="CarrierBounced")

    def cancel(self) -> None:
        self.rows.set_load(cancel_requested_at=self.now(), cancel_reason="The shipper cancelled")
        self._answer(error="LoadCancelled")

    def approve(self, resume: str, deadline_seconds: int = 100_000) -> None:
        self._answer({"decision": "approve", "resume": resume, "deadline_seconds": deadline_seconds})

    def release(self) -> None:
        self._answer(error="LoadReleased")

    def _set_booking(self, **columns: Any) -> None:
        assignments = ", ".join(f"{name} = %({name})s" for name in columns)
        live = "status not in ('VOIDED', 'BOUNCED', 'CANCELLED')"
        self.rows.run(f"update booking.bookings set {assignments} where {live}", **columns)

    def _answer(self, output: dict[str, Any] | None = None, error: str | None = None) -> None:
        self.rows.set_load(updated_at=self.now())
        wait_key = self.rows.load()["wait_key"]
        if wait_key is None:
            return
        self.rows.run(
            """
            insert into booking.answers
                (answer_id, workspace_id, load_id, wait_key, output, error, cause, created_at)
            values (%(answer_id)s, %(workspace)s, %(load_id)s, %(wait_key)s, %(output)s, %(error)s,
                %(error)s, %(now)s)
            """,
            answer_id=uuid4(),
            workspace=WORKSPACE,
            load_id=LOAD_ID,
            wait_key=wait_key,
            output=None if output is None else json.dumps(output),
            error=error,
            now=self.now(),
        )
        if self.send is not None:
            self.send(wait_key, output, error)
