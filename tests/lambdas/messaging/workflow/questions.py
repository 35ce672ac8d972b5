"""Runs whose message waits for its answer."""

from typing import Any
from uuid import UUID

from tests.lambdas.messaging.surroundings import a_plan
from tests.lambdas.messaging.workflow.run import MessageRun

LOAD, OTHER = UUID(int=1), UUID(int=2)
OFFER = UUID(int=9)
ASKS: dict[str, Any] = {"expects_reply": True, "reply_seconds": 1_800}
OFFERED = {
    "load_number": "48000",
    "offers": {str(OFFER): {"amount": 185_000}},
    "stops": [{"sequence": 1, "time_zone": "America/Chicago"}],
}


def with_question(run: MessageRun, **changes: Any) -> None:
    run.plan(a_plan(handling=ASKS, **changes))
    run.receive("DELIVERED")


def with_offer(run: MessageRun) -> None:
    run.project(LOAD, OFFERED)
    handling = {**ASKS, "asks": "offer", "obsolete_after": None}
    run.plan(a_plan(handling=handling, load_id=LOAD, subject_id=f"offer:{OFFER}"))
    run.receive("DELIVERED")
