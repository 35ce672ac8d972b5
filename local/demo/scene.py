"""One load under way: what was made for it so far, and how to wait for its next turn."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import HTTPClientError

from local.demo.board import Board, Row
from local.demo.caller import PATIENCE_SECONDS, Json, until
from local.demo.cast import Carrier, Cast
from local.demo.failures import DemoFailedError
from local.demo.history import Histories
from local.demo.texting import Texting
from local.demo.tracking import Tracking
from schemas.booking.loads import PutLoad

DEAD_ENDS = (
    "NEEDS_REVIEW",
    "HELD_FOR_REVIEW",
    "EXHAUSTED",
    "EXPIRED",
    "CANCELLED",
    "CANCELLED_TONU",
    "COMPENSATION_FAILED",
)
UNKNOWN = "?"
ENDED = ("SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED")


@dataclass(frozen=True)
class Stage:
    """Where all loads are played."""

    cast: Cast
    tracking: Tracking
    histories: Histories
    board: Board
    texting: Texting


@dataclass
class Scene:
    """`haggles`: whether this load is won by a counter-offer or by book-now; `number` counts the loads."""

    stage: Stage
    load: PutLoad
    row: Row
    haggles: bool
    number: int = 0
    load_id: str = ""
    post_id: str = ""
    run_name: str = ""
    booking_id: str = ""

    @property
    def texting(self) -> Texting:
        return self.stage.texting

    @property
    def cast(self) -> Cast:
        return self.stage.cast

    def key(self, step: str) -> str:
        """The Idempotency-Key of one step of this load."""
        return f"{self.load.external_id}-{step}"

    async def tell(self, step: str) -> None:
        """Puts the step on the board, with what the API and the engine say now."""
        await self._look()
        self.stage.board.tell(self.row, step)

    async def reach(self, status: str, seconds: float = PATIENCE_SECONDS) -> Json:
        """Waits for the load's status. Raises DemoFailedError when it ends elsewhere or takes too long."""
        ends = (status, *DEAD_ENDS)
        view = await until(
            self._view, lambda seen: seen["status"] in ends, f"{status} of {self._name}", seconds
        )
        if view["status"] != status:
            await self._look()
            raise DemoFailedError(
                f"{self._name} is {view['status']} and should be {status}; run {self.run_name}"
            )
        return view

    async def invited(self, carrier: Carrier) -> Json:
        """Waits until the carrier sees an offer of this post to answer; returns the offer."""
        post = await until(
            lambda: carrier.caller.get_if_there(f"/v1/posts/{self.post_id}"),
            lambda seen: bool(seen.get("offer")) and seen["status"] == "OPEN",
            f"an offer to {carrier.legal_name} for {self._name}",
        )
        return dict(post["offer"])

    async def priced(self, carrier: Carrier) -> None:
        """Waits until the carrier's price is on the table."""
        await until(
            lambda: carrier.caller.get_if_there(f"/v1/posts/{self.post_id}"),
            lambda seen: bool(seen.get("offer")) and seen["offer"]["status"] != "INVITED",
            f"the price of {carrier.legal_name} for {self._name}",
        )

    async def run_ended(self) -> str:
        """Waits for the end of the run; returns Step Functions' status."""

        async def status() -> Json:
            return {"status": await asyncio.to_thread(self._run_status)}

        ended = await until(status, lambda seen: seen["status"] in ENDED, f"the end of run {self.run_name}")
        return str(ended["status"])

    @property
    def _name(self) -> str:
        return f"load {self.load.external_id}"

    async def _view(self) -> Json:
        view = await self.cast.staff.get(f"/v1/loads/{self.load_id}")
        self.row.status = str(view["status"])
        return view

    async def _look(self) -> None:
        if self.load_id:
            await self._view()
        if self.post_id:
            post = await self.cast.staff.get(f"/v1/posts/{self.post_id}")
            self.row.offers = _counted(post["offers"])
            self.row.run_state = await asyncio.to_thread(self._run_state)

    def _run_state(self) -> str:
        """For the board only, so an engine that is away for a moment is no failure."""
        try:
            return self.stage.histories.state_if_started(self.run_name) or "-"
        except HTTPClientError:
            return UNKNOWN

    def _run_status(self) -> str:
        try:
            return self.stage.histories.status(self.run_name)
        except HTTPClientError:
            return UNKNOWN


def _counted(offers: list[Any]) -> str:
    counts = Counter(str(offer["status"]).lower() for offer in offers)
    return ", ".join(f"{count} {status}" for status, count in counts.items())
