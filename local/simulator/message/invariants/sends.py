"""What must hold whenever a provider is asked to send."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from local.simulator.message.seen import Asked

WITHIN = timedelta(minutes=5)
ON_ITS_WAY = timedelta(minutes=2)
"""What a function may take from its claim to its call: its time limit, and a stop in between."""


def sends_are_claimed(asked: Asked) -> Iterator[str]:
    """Nothing is sent unclaimed; each claim is good for one call, unless that was put off."""
    if asked.claim is None:
        yield f"{asked.sent.channel} to {asked.sent.address} was sent without a claim"
    same = [one for one in asked.before if one.sent.delivery_id == asked.sent.delivery_id]
    if any(not one.sent.put_off for one in same):
        yield f"send {asked.sent.delivery_id} was given to the provider twice"


def no_duplicate(asked: Asked) -> Iterator[str]:
    """A channel is used again only by the follow-ups that its template allows, once nobody waits any more.

    What has a guarantee of at least once may come again as well, after the wait for its receipt.
    """
    if asked.claim is None or not asked.taken_before:
        return
    handling = asked.claim.handling
    sure = handling["guarantee"] == "at_least_once"
    if not sure and len(asked.taken_before) > handling["follow_ups"]:
        yield f"{asked.claim.message['template']} was sent {len(asked.taken_before) + 1} times"
    wait = handling["receipt_seconds"]
    if handling["expects_reply"]:
        wait = min(wait, handling["reply_seconds"])
    between = asked.at - asked.taken_before[-1].at
    if between < timedelta(seconds=wait) - ON_ITS_WAY:
        yield f"{asked.claim.message['template']} was sent again after {between}, before its wait was over"


def sends_at_the_time_of_their_claim(asked: Asked) -> Iterator[str]:
    """What was allowed at the claim is sent at once, not when the world has changed."""
    if asked.claim is not None and asked.at - asked.claim.at > ON_ITS_WAY:
        yield f"{asked.claim.message['template']} was sent {asked.at - asked.claim.at} after its claim"


def one_opt_out_confirmation(asked: Asked) -> Iterator[str]:
    """One confirmation within five minutes of the opt-out, and none later (47 CFR 64.1200(a)(12))."""
    claim = asked.claim
    if claim is None:
        return
    revoked = [datetime.fromisoformat(entry["at"]) for entry in claim.consents if entry["kind"] == "revoked"]
    if not revoked or asked.at - max(revoked) > WITHIN + ON_ITS_WAY:
        yield "an opt-out was confirmed too late"
    if any(one.sent.taken and asked.at - one.at < WITHIN for one in asked.before):
        yield "an opt-out was confirmed twice within five minutes"
