"""A load's whole week under a virtual clock, with the pack of check calls on: the exact transcript.

It crosses the night of 14 March 2027, in which clocks go forward.
"""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.lambdas.messaging.workflow.load_events import tell
from tests.lambdas.messaging.workflow.run import MessageRun
from tests.lambdas.messaging.workflow.test_autopilot import enable_check_calls

SHARED = Path(os.environ.get("CHAIN_SHARED_DATA", Path(__file__).resolve().parents[5] / "shared" / "data"))
LOADS = SHARED / "loads.json"
SAM, AL = "+13175550123", "+12085550144"
DENVER, BOISE = ZoneInfo("America/Denver"), ZoneInfo("America/Boise")


def the_load(hours_later: int = 0) -> dict[str, Any]:
    """El Paso on Friday, Boise on Sunday; `hours_later` moves the pickup's appointment."""
    if not LOADS.exists():
        pytest.skip(f"{LOADS} is not on this machine: set CHAIN_SHARED_DATA to the folder that holds it")
    load = next(one for one in json.loads(LOADS.read_text()) if one["external_id"] == "TMS-48022")
    stops = [
        {
            **{
                name: stop.get(name)
                for name in ("sequence", "type", "facility", "city", "state", "time_zone")
            },
            "start": stop["appointment"]["start"],
            "end": stop["appointment"]["end"],
        }
        for stop in load["stops"]
    ]
    moved = datetime.fromisoformat(stops[0]["start"]) + timedelta(hours=hours_later)
    stops[0] |= {"start": moved.isoformat(), "end": moved.isoformat()}
    return {
        "external_id": load["external_id"],
        "load_number": load["load_number"],
        "equipment": load["equipment"],
        "references": [reference["value"] for reference in load["references"]],
        "stops": stops,
    }


class Week:
    """What happens, told by the clock on the wall."""

    def __init__(self, run: MessageRun) -> None:
        self.run = run
        self.texts = 0

    def until(self, day: int, clock: str, zone: ZoneInfo = DENVER) -> None:
        """Let time pass; every text that is sent meanwhile is delivered."""
        hour, minute = map(int, clock.split(":"))
        at = datetime(2027, 3, day, hour, minute, tzinfo=zone)
        while (left := (at - self.run.dependencies.clock()).total_seconds()) > 0:
            self.run.advance(min(left, 60))
            self.deliver()

    def deliver(self) -> None:
        for number in range(self.run.delivered + 1, len(self.run.providers.sent) + 1):
            self.run.receive("DELIVERED", number)
            self.run.delivered = number

    def says(self, phone: str, body: str) -> None:
        self.texts += 1
        self.run.write(body, f"w{self.texts}", sender=phone)
        self.deliver()

    def tell(self, detail_type: str, **data: Any) -> None:
        tell(self.run, detail_type, data)
        self.deliver()

    def holds(self, person: str | None) -> None:
        self.run.sql("UPDATE messaging.threads SET held_by = :person", person=person)

    def transcript(self) -> list[str]:
        """Every text of the week: when (in Denver), to or from whom, and its first words."""
        rows = self.run.sql(
            """SELECT texts.at, texts.direction, threads.address, texts.body
            FROM messaging.texts JOIN messaging.threads USING (thread_id) ORDER BY texts.position"""
        )
        return [
            f"{row['at'].astimezone(DENVER):%a %H:%M} {'>' if row['direction'] == 'out' else '<'}"
            f" {'Sam' if row['address'] == SAM else 'Al'}: {row['body'][:46]}"
            for row in rows
        ]


TRANSCRIPT = [
    "Wed 09:00 > Sam: Hi Sam, Your broker here. You have load 48022:",
    "Wed 09:00 < Sam: ok",
    "Fri 09:00 > Sam: Good morning Sam, load 48022 picks up today at",
    "Fri 09:05 < Sam: be there by 2:30 pm",
    "Fri 14:00 > Sam: Sam, pickup of load 48022 in El Paso is at 4:0",
    "Fri 14:05 < Sam: yes still good",
    "Fri 15:55 > Sam: Sam, please text ARRIVED when you check in at ",
    "Fri 16:02 < Sam: I'm here",
    "Fri 18:30 > Sam: Sam, how is load 48022 going? Reply with where",
    "Fri 18:35 < Sam: just left, rolling",
    "Sat 12:00 > Al: Hi Al, Your broker here. You have load 48022: ",
    "Sat 12:00 < Al: ok",
    "Sun 11:00 > Al: Al, delivery of load 48022 in Boise is at 1:00",
    "Sun 11:10 < Al: please stop texting me",
    "Sun 11:10 > Al: Your broker: you are unsubscribed and get no m",
]
REASONS = {
    ("check_call_delivery_no_eta", "driver_unassigned"),
    ("check_call_delivery_arrival", "driver_unassigned"),
    ("check_call_delivery_no_eta", "held_by_human"),
    ("check_call_delivery_arrival", "opted_out"),
    ("pod_request", "opted_out"),
}
"""Why what did not go out did not."""


@pytest.mark.slow
def test_the_transcript_of_a_week(run: MessageRun) -> None:
    week = Week(run)
    enable_check_calls(run)

    # Wednesday: Sam gets the load
    week.tell("LoadReceived", **the_load())
    week.tell("DriverAssigned", driver={"name": "Sam Roe", "phone": SAM}, truck_number="12")
    week.tell("LoadDispatched", booking_id="b")
    week.says(SAM, "ok")

    # Friday: the pickup, an hour later than planned
    week.until(12, "09:05")
    week.says(SAM, "be there by 2:30 pm")
    week.until(12, "09:10")
    week.tell("LoadReceived", **the_load(hours_later=1))
    week.until(12, "14:05")
    week.says(SAM, "yes still good")
    week.until(12, "16:02")
    week.says(SAM, "I'm here")
    week.tell("StopArrived", sequence=1, arrived_at="2027-03-12T23:02:00+00:00")
    week.until(12, "17:30")
    week.tell("StopDeparted", sequence=1, departed_at="2027-03-13T00:30:00+00:00")
    week.until(12, "18:35")
    week.says(SAM, "just left, rolling")

    # Saturday: another driver; in the night clocks go forward
    week.until(13, "12:00")
    week.tell("DriverAssigned", driver={"name": "Al Poe", "phone": AL}, truck_number="7")
    week.says(AL, "ok")

    # Sunday: a person takes over, hands back, and then Al wants no more texts
    week.until(14, "07:00", BOISE)
    week.holds("kim")
    week.until(14, "09:00", BOISE)
    week.holds(None)
    week.until(14, "11:10", BOISE)
    week.says(AL, "please stop texting me")
    week.until(14, "13:20", BOISE)
    week.tell("StopArrived", sequence=2, arrived_at="2027-03-14T19:20:00+00:00")
    week.until(14, "14:30", BOISE)
    week.tell("StopDeparted", sequence=2, departed_at="2027-03-14T20:30:00+00:00")
    week.tell("LoadDelivered", delivered_at="2027-03-14T20:30:00+00:00", booking_id="b")
    week.until(17, "12:00")

    assert week.transcript() == TRANSCRIPT
    reasons = run.sql("SELECT template, reason FROM messaging.messages WHERE reason IS NOT NULL")
    assert {(row["template"], row["reason"]) for row in reasons} == REASONS
