"""Answers count in time, for the wait that they were given to, and only there."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from local.simulator.booking.seen import OPEN_OFFERS, Seen

ENTERED_BEFORE = timedelta(minutes=1)
"""A wait is measured from its state's entry, an offer's time from the write that follows."""


def late_answers_never_applied(seen: Seen) -> Iterator[str]:
    """No offer is accepted or priced after it had expired or ended."""
    before = {offer["offer_id"]: offer for offer in seen.before.offers} if seen.before else {}
    for offer in seen.rows.offers:
        was = before.get(offer["offer_id"])
        if was is None or offer["status"] not in ("ACCEPTED", "SUBMITTED", "COUNTERED"):
            continue
        if (offer["status"], offer["amount"]) == (was["status"], was["amount"]):
            continue
        if was["status"] not in OPEN_OFFERS | {"ACCEPTED"}:
            yield f"an offer that was {was['status']} became {offer['status']}"
        if was["expires_at"] is not None and _time(offer["updated_at"]) >= _time(was["expires_at"]):
            yield f"an offer became {offer['status']} after it had expired"


def offers_get_their_time(seen: Seen) -> Iterator[str]:
    """An offer ends as EXPIRED only when its time is up, or its load's sourcing has ended otherwise."""
    before = {offer["offer_id"]: offer for offer in seen.before.offers} if seen.before else {}
    exhausted = [data["reason"] for data in seen.events("SourcingExhausted")][-1:] == ["OffersExhausted"]
    if seen.rows.load["status"] == "EXPIRED" or (seen.rows.load["status"] == "EXHAUSTED" and not exhausted):
        return
    for offer in seen.rows.offers:
        was = before.get(offer["offer_id"])
        if was is None or offer["status"] != "EXPIRED" or was["status"] not in OPEN_OFFERS:
            continue
        if was["expires_at"] is None:
            continue
        if _time(offer["updated_at"]) < _time(was["expires_at"]) - ENTERED_BEFORE:
            yield "an offer expired before its time was up"


def answers_for_their_own_waits(seen: Seen) -> Iterator[str]:
    """An answer that the engine took is the one that was recorded for that very wait."""
    recorded = {answer["wait_key"]: answer for answer in seen.rows.answers}
    for taken in seen.taken:
        answer = recorded.get(taken.wait_key)
        state = taken.wait_key.split("/")[1]
        if answer is None and not taken.by_task:
            yield f"the wait in {state} was answered, and no answer was recorded for it"
        given = (taken.output, taken.error)
        if answer is not None and not taken.by_task and given != (answer["output"], answer["error"]):
            yield f"the wait in {state} was given another answer than the recorded one"


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
