"""SENDING: is the message still wanted and allowed? Claim it, send it, and wait for its receipt.

The claim is a row, written before the provider is called: its API has no idempotency token. A try of the
visit that finds its own claim without an outcome was cut off in the call, and sends nothing more.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, assert_never

from lambdas.messaging import events
from lambdas.messaging.identifiers import delivery_id_of, text_id_of, thread_id_of
from lambdas.messaging.moves import Leave, Send, Wait
from lambdas.messaging.providers.choosing import origin_of, provider_of
from lambdas.messaging.providers.port import Accepted, NotTaken, Outcome, OutcomeUnknown, Outgoing, Refused
from lambdas.messaging.repository import Changes, Claim, Settled, Write, settle_send, write_visit
from lambdas.messaging.sending import next_move
from lambdas.messaging.snapshot import Delivery
from lambdas.messaging.tasks.visiting import Visiting, left_behind, outcome_and_write, visit_and_wait
from lambdas.shared.task import Outcome as TaskOutcome
from lambdas.shared.task import waiting_task
from schemas.messaging.tasks.send_message import SendMessageInput
from schemas.messaging.tasks.visit import MessageWaiting, Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lambdas.messaging.composing import Said
    from lambdas.messaging.snapshot import Message, Snapshot
    from lambdas.shared.wiring import Dependencies
    from schemas.messaging.events.envelope import EventData
    from schemas.messaging.statuses import Channel

PAUSE = timedelta(seconds=5)


def send_message(visit: SendMessageInput, dependencies: Dependencies) -> TaskOutcome[MessageWaiting]:
    return visit_and_wait(visit, dependencies, play)


def play(visiting: Visiting) -> TaskOutcome[MessageWaiting]:
    move = next_move(visiting.snapshot, visiting.visit.task_key, visiting.now)
    match move:
        case Send():
            return _sent(visiting, move)
        case Wait():
            return _waited(visiting)
        case Leave():
            return _left(visiting, move)
    assert_never(move)


def _left(visiting: Visiting, move: Leave) -> TaskOutcome[MessageWaiting]:
    key = visiting.visit.task_key
    changes = Changes(key, status=move.status, reason=move.reason, due_at=move.due_at, loses=move.lost)
    step = Step(next=move.next, seconds=move.seconds)
    return left_behind(visiting, changes, step, _said(visiting.message, move))


def _said(message: Message, move: Leave) -> tuple[EventData, ...]:
    if move.status is None or message.ended:
        return ()
    if message.recipient.role == "desk" and move.status == "DELIVERED":
        return (events.load_assigned(message),)
    if move.due_at is not None:
        return (events.message_moved(message, move.due_at, move.reason or "not_due"),)
    return events.message_ended(message, move.status, move.reason)


def _waited(visiting: Visiting) -> TaskOutcome[MessageWaiting]:
    last, key = visiting.snapshot.last, visiting.visit.task_key
    assert last is not None
    if not (last.outcome_unknown and last.task_key == key):
        return left_behind(visiting, Changes(key))
    said = (events.outcome_unknown(visiting.message, last),)
    return left_behind(visiting, Changes(key, status="SEND_OUTCOME_UNKNOWN"), None, said)


def _sent(visiting: Visiting, move: Send) -> TaskOutcome[MessageWaiting]:
    """Claim, call, settle: two writes around the one call that cannot be repeated."""
    from lambdas.messaging.composing import composed  # noqa: PLC0415 - most visits of a run send nothing

    visit, dependencies = visiting.visit, visiting.dependencies
    said_text = composed(visiting.snapshot)
    if isinstance(said_text, Leave):
        return _left(visiting, said_text)
    claim = _claim(visiting.snapshot, dependencies, move, said_text)
    _write_claim(visiting, move, claim, said_text)
    outcome = _outcome(dependencies, _outgoing(visiting.message, claim, said_text), move.channel)
    delivery = Delivery(
        claim.delivery_id, claim.number, claim.channel, visit.task_key, "CLAIMED", visiting.now
    )
    settled, step, said = _settlement(visiting.message, delivery, outcome, dependencies.clock())
    told, write = outcome_and_write(visiting, Changes(visit.task_key), step, said)
    settle_send(dependencies.database, visit, claim, settled, write)
    return told


def _outcome(dependencies: Dependencies, outgoing: Outgoing, channel: Channel) -> Outcome:
    """What the provider says; a channel that is off, with no number or mailbox, refuses like one."""
    return provider_of(dependencies, channel).send(outgoing) if outgoing.origin else Refused("no_origin")


def _claim(snapshot: Snapshot, dependencies: Dependencies, move: Send, said: Said) -> Claim:
    message = snapshot.message
    delivery_id = delivery_id_of(message.message_id, len(snapshot.deliveries) + 1)
    return Claim(
        delivery_id=delivery_id,
        text_id=text_id_of("chain", str(delivery_id)),
        number=len(snapshot.deliveries) + 1,
        channel=move.channel,
        origin=origin_of(dependencies, snapshot.policy, move.channel),
        address=move.address,
        body=said.text,
        author=message.author,
        subject_id=message.subject_id,
        parts=_parts(said.text) if move.channel == "sms" else None,
        quiet_hours_override=move.quiet_hours_override,
    )


def _parts(text: str) -> int:
    from lambdas.messaging.segments import segmented  # noqa: PLC0415 - as `composed` above

    return len(segmented(text).parts)


def _write_claim(visiting: Visiting, move: Send, claim: Claim, said: Said) -> None:
    message, visit = visiting.message, visiting.visit
    changes = Changes(
        visit.task_key,
        status="SENDING",
        follow_ups=_follow_ups(visiting.snapshot, move),
        thread_id=thread_id_of(visit.workspace_id, claim.origin, claim.address, message.load_id),
        delivery=claim,
        subject=said.subject,
        body=said.text,
    )
    write = Write(changes, None, (), visiting.now, visiting.snapshot.surroundings)
    write_visit(visiting.dependencies.database, visit, message.version, write)


def _follow_ups(snapshot: Snapshot, move: Send) -> int:
    """How often this channel was tried again because of silence; another channel begins anew."""
    if move.follow_up:
        return snapshot.message.follow_ups + 1
    same = snapshot.last is not None and snapshot.last.channel == move.channel
    return snapshot.message.follow_ups if same else 0


def _outgoing(message: Message, claim: Claim, said: Said) -> Outgoing:
    return Outgoing(
        claim.delivery_id,
        message.message_id,
        message.workspace_id,
        claim.origin,
        claim.address,
        said.subject,
        said.text,
    )


def _settlement(
    message: Message, delivery: Delivery, outcome: Outcome, now: datetime
) -> tuple[Settled, Step | None, Sequence[EventData]]:
    """What the rows become, where the run goes on if not into its wait, and what is said."""
    match outcome:
        case Accepted(provider_message_id):
            settled = Settled("QUEUED", "PROVIDER_ACCEPTED", provider_message_id)
            return settled, None, (events.message_sent(message, delivery),)
        case OutcomeUnknown(reason):
            settled = Settled("CLAIMED", "SEND_OUTCOME_UNKNOWN", error=reason)
            return settled, None, (events.outcome_unknown(message, delivery),)
        case Refused(reason):
            return Settled("FAILED", "SENDING", error=reason), Step(next="SENDING"), ()
        case NotTaken(reason):
            settled = Settled(
                "CLAIMED",
                "PLANNED",
                error=reason,
                due_at=now + PAUSE,
                withdraws=True,
                follow_ups=message.follow_ups,
            )
            return settled, Step(next="PLANNED", seconds=int(PAUSE.total_seconds())), ()
    assert_never(outcome)


handler = waiting_task(send_message, SendMessageInput, MessageWaiting)
