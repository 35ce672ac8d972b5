"""The move of each visit of SENDING, from the rows alone."""

from datetime import timedelta
from typing import Any

import pytest

from lambdas.messaging.moves import Leave, Send, Wait, seconds_until
from lambdas.messaging.sending import next_move
from lambdas.messaging.snapshot import Snapshot
from schemas.messaging.recipients import Recipient
from tests.lambdas.messaging.snapshots import DRIVER, MAILBOX, NOW, a_consent, a_delivery, a_snapshot

ASKS: dict[str, Any] = {"expects_reply": True, "reply_seconds": 600, "channels": ("sms", "email")}


def move(snapshot: Snapshot, task_key: str = "this visit") -> Any:
    return next_move(snapshot, task_key, NOW)


def test_what_is_due_is_sent_on_the_first_channel() -> None:
    assert move(a_snapshot()) == Send("sms", DRIVER)


def test_a_recipient_without_a_phone_is_mailed() -> None:
    snapshot = a_snapshot(handling={"channels": ("sms", "email")}, recipient=Recipient(email=MAILBOX))

    assert move(snapshot) == Send("email", MAILBOX)


def test_what_was_moved_meanwhile_waits_on() -> None:
    due_at = NOW + timedelta(minutes=5)

    assert move(a_snapshot(due_at=due_at)) == Leave("PLANNED", due_at=due_at, seconds=300)


@pytest.mark.parametrize("status", ["CANCELLED", "SKIPPED", "DELIVERED"])
def test_what_has_ended_stays_ended(status: str) -> None:
    assert move(a_snapshot(status=status)) == Leave(status)


def test_nobody_who_opted_out_is_written_to() -> None:
    found = move(a_snapshot(consents=(a_consent("revoked"),)))

    assert (found.next, found.reason) == ("SUPPRESSED", "opted_out")


def test_who_opted_out_and_in_again_is_written_to() -> None:
    ledger = (a_consent("revoked")._replace(at=NOW - timedelta(days=2)), a_consent("granted"))

    assert isinstance(move(a_snapshot(consents=ledger)), Send)


@pytest.mark.parametrize(("when_held", "leads"), [("skip", "SKIPPED"), ("delay", "PLANNED")])
def test_a_person_in_the_thread_mutes_automation(when_held: str, leads: str) -> None:
    snapshot = a_snapshot(held_by="kim", handling={"when_held": when_held})

    assert (move(snapshot).next, move(snapshot).reason) == (leads, "held_by_human")
    assert isinstance(move(snapshot._replace(message=snapshot.message._replace(author="human"))), Send)


def test_an_origin_keeps_its_pace() -> None:
    assert move(a_snapshot(recent_sends=60)).reason == "pace"
    assert isinstance(move(a_snapshot(recent_sends=59)), Send)


def test_a_receipt_is_waited_for_and_after_that_nobody_knows() -> None:
    handling = {"receipt_seconds": 600}

    assert move(a_snapshot(handling=handling, deliveries=(a_delivery(age_seconds=599),))) == Wait()
    over = move(a_snapshot(handling=handling, deliveries=(a_delivery(age_seconds=601),)))
    assert (over.next, over.lost) == ("UNKNOWN", True)


@pytest.mark.parametrize(("guarantee", "found"), [("at_most_once", Leave), ("at_least_once", Send)])
def test_an_unknown_outcome_is_sent_again_only_at_least_once(guarantee: str, found: type) -> None:
    handling = {"receipt_seconds": 600, "guarantee": guarantee}
    claimed = a_delivery(status="CLAIMED", age_seconds=601)

    assert isinstance(move(a_snapshot(handling=handling, deliveries=(claimed,))), found)


def test_a_failure_that_is_not_final_is_waited_out() -> None:
    failed = a_delivery(status="FAILED")

    assert move(a_snapshot(deliveries=(failed,))) == Wait()
    assert move(a_snapshot(deliveries=(failed._replace(final=True),))).next == "FAILED"


def test_silence_is_followed_up_then_mailed_then_told_to_a_person() -> None:
    silent = (a_delivery(status="DELIVERED"),)
    over: dict[str, Any] = {"reply_due_at": NOW}

    first = move(a_snapshot(handling={**ASKS, "follow_ups": 1}, deliveries=silent, **over))
    second = move(a_snapshot(handling={**ASKS, "follow_ups": 1}, deliveries=silent, follow_ups=1, **over))
    mailed = (*silent, a_delivery(2, "DELIVERED", channel="email"))
    third = move(a_snapshot(handling=ASKS, deliveries=mailed, **over))

    assert first == Send("sms", DRIVER, follow_up=True)
    assert second == Send("email", MAILBOX)
    assert (third.next, third.reason) == ("ESCALATED", "no_reply")


@pytest.mark.parametrize(("seconds", "whole"), [(-5, 1), (0, 1), (0.2, 1), (59.1, 60), (1e12, 99_999_999)])
def test_seconds_are_whole_and_never_too_early(seconds: float, whole: int) -> None:
    assert seconds_until(NOW + timedelta(seconds=min(seconds, 1e9)), NOW) == whole


NIGHT = NOW.replace(hour=9)  # 04:00 in New York, 05:00 in Indianapolis during its daylight saving time


def at_night(snapshot: Snapshot) -> Any:
    return next_move(snapshot._replace(message=snapshot.message._replace(due_at=NIGHT)), "visit", NIGHT)


def test_nobody_is_texted_at_night() -> None:
    found = at_night(a_snapshot())

    assert (found.next, found.reason) == ("PLANNED", "quiet_hours")
    assert found.due_at == NIGHT.replace(hour=13)  # 08:00 in Indianapolis, where 317 is


def test_a_known_zone_leaves_the_law_of_the_numbers_state() -> None:
    evening = NOW.replace(hour=1, minute=30)  # 20:30 in New York, where Florida's law ends the day at 20:00
    recipient = Recipient(phone="+13055550123", time_zone="America/New_York")
    snapshot = a_snapshot(recipient=recipient, load_id=None)

    found = next_move(snapshot._replace(message=snapshot.message._replace(due_at=evening)), "visit", evening)

    assert isinstance(found, Leave)
    assert (found.next, found.reason) == ("PLANNED", "quiet_hours")


def test_a_driver_is_where_the_load_is() -> None:
    stops = [{"time_zone": "America/Chicago", "state": "IL", "departed_at": "x"}]
    stops.append({"time_zone": "America/New_York", "state": "OH"})
    snapshot = a_snapshot(
        load={"stops": stops}, load_id=None, recipient=Recipient(role="driver", phone=DRIVER)
    )

    assert at_night(snapshot).due_at == NIGHT.replace(hour=13)


@pytest.mark.parametrize(
    "changes", [{"handling": {"quiet_hours_override": "a breakdown cannot wait"}}, {"author": "human"}]
)
def test_a_reason_to_text_at_night_is_kept_with_the_send(changes: dict[str, Any]) -> None:
    assert at_night(a_snapshot(**changes)).quiet_hours_override


def test_an_email_goes_out_at_any_hour() -> None:
    assert at_night(a_snapshot(handling={"channels": ("email",)})) == Send("email", MAILBOX)


def test_nobody_waits_for_ever_for_a_thread_to_be_handed_back() -> None:
    held = a_snapshot(held_by="kim", handling={"when_held": "delay"})

    forgotten = move(held._replace(held_at=NOW - timedelta(days=8)))

    assert (forgotten.next, forgotten.reason) == ("SKIPPED", "held_by_human")


def test_silence_after_what_may_not_have_been_sent_is_no_delivery() -> None:
    claimed = a_delivery(status="CLAIMED", claimed_at=NOW - timedelta(hours=1))
    handling = {"expects_reply": True, "reply_seconds": 600, "escalates": False}

    found = move(a_snapshot(handling=handling, deliveries=(claimed,)))

    assert (found.next, found.reason, found.lost) == ("UNKNOWN", "no_receipt", True)


def test_a_desk_is_given_the_load_and_written_to_by_nobody() -> None:
    assert move(a_snapshot(recipient=Recipient(role="desk", name="night desk"))) == Leave(
        "DELIVERED", "DELIVERED"
    )


@pytest.mark.parametrize("wrong", [{}, {"name": "night desk", "phone": DRIVER}])
def test_a_desk_has_a_name_and_no_phone(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a desk has a name"):
        Recipient(role="desk", **wrong)
