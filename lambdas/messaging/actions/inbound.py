"""A text that somebody writes: bound to its thread, read, recorded; it ends the question that it answers.

Whoever opts out is out of every workspace that writes from the number. The text, what it means, the ledger's
entry, the answered wait and the events are one write for each workspace that it concerns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lambdas.messaging import conversations, keywords
from lambdas.messaging.actions.automatic import answer_automatically, ask_which
from lambdas.messaging.actions.facts import Fact, write_fact, write_without_message
from lambdas.messaging.actions.moving import snapshot_of
from lambdas.messaging.conversation_rows import Surroundings, Thread, surroundings_of
from lambdas.messaging.conversations import AskWhich, Bound, Inbound, Unbound
from lambdas.messaging.errors import SenderUnknown
from lambdas.messaging.identifiers import consent_id_of, text_id_of
from lambdas.messaging.intents.intent import Asked, Context, Intent, Reading
from lambdas.messaging.readings import replied_events, shown_reading
from lambdas.messaging.repository import run
from lambdas.shared.events import Cause, published_event
from schemas.messaging.handling import Handling
from schemas.messaging.tasks.visit import Step

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from lambdas.messaging.snapshot import Snapshot
    from lambdas.shared.events import PublishedEvent
    from lambdas.shared.wiring import Dependencies

    Json = dict[str, Any]

WAITS_OF_REPLIES = ("SENDING", "AWAITING_REPLY")


class Reply(NamedTuple):
    """A text in its thread: the message that it answers, if any, and what it means."""

    inbound: Inbound
    thread: Thread
    asked: Json | None
    reading: Reading

    @property
    def text_id(self) -> UUID:
        return text_id_of(self.inbound.channel, self.inbound.provider_message_id)


def receive_text(dependencies: Dependencies, inbound: Inbound) -> None:
    """Take a text in. The same again changes nothing.

    Raises SenderUnknown for a text from somebody whom nobody wrote to: a person looks at the dead letters.
    """
    now = dependencies.clock()
    known = _surroundings(dependencies, inbound)
    answered_thread = None if known.answered is None else known.answered.thread_id
    if conversations.is_duplicate(inbound, known.seen, answered_thread):
        return
    between = [thread.conversation for thread in known.open_threads]
    answered = None if known.answered is None else known.answered.conversation
    binding = conversations.bind(inbound.body, answered, between)
    match binding:
        case Bound(conversation):
            _take(dependencies, inbound, known, known.thread(conversation.thread_id), now)
        case AskWhich(choices):
            thread = known.thread(choices[0].thread_id)
            if not _take_unasked(dependencies, inbound, known, thread, now):
                ask_which(dependencies, thread, inbound, binding.question, now)
        case Unbound():
            raise SenderUnknown


def _surroundings(dependencies: Dependencies, inbound: Inbound) -> Surroundings:
    [row] = run(
        dependencies.database,
        "read_inbound",
        sender=inbound.sender,
        recipient=inbound.recipient,
        answers=inbound.answers,
        provider_message_id=inbound.provider_message_id,
        at=inbound.at,
    )
    return surroundings_of(row, inbound)


def _read(body: str, context: Context | None = None) -> Reading:
    from lambdas.messaging.intents.classify import classify  # noqa: PLC0415 - its patterns take long to compile

    return classify(body, context)


def _take(
    dependencies: Dependencies, inbound: Inbound, known: Surroundings, thread: Thread, now: datetime
) -> None:
    asked = _asked(dependencies, thread)
    reading = _meant(inbound, known, thread, _context(thread, asked))
    reply = Reply(inbound, thread, asked, reading)
    _record(dependencies, reply, now)
    _spread(dependencies, reply, known, now)
    answer_automatically(dependencies, thread, inbound, reading.intent, known.ledger(thread.workspace_id))


def _meant(inbound: Inbound, known: Surroundings, thread: Thread, context: Context) -> Reading:
    """What a text means; one that only says which load means what was written before we asked."""
    if conversations.chosen(inbound.body, (thread.conversation,)) is None:
        return _read(inbound.body, context)
    reading = _read(conversations.without_name(inbound.body, thread.conversation), context)
    if reading.intent is Intent.UNKNOWN and known.unplaced:
        return _read(known.unplaced, context)
    return reading


def _take_unasked(
    dependencies: Dependencies, inbound: Inbound, known: Surroundings, thread: Thread, now: datetime
) -> bool:
    """What means the same for every load needs no asking which: STOP, START and HELP; whether it was such."""
    reading = _read(inbound.body)
    if reading.intent not in (Intent.OPT_OUT, Intent.START, Intent.HELP):
        _record(dependencies, Reply(inbound, thread, None, Reading(Intent.UNKNOWN, 0.0)), now, which=True)
        return False
    _take(dependencies, inbound, known, thread, now)
    return True


def _asked(dependencies: Dependencies, thread: Thread) -> Json | None:
    rows = run(
        dependencies.database, "read_asked", workspace_id=thread.workspace_id, thread_id=thread.thread_id
    )
    return rows[0] if rows else None


def _context(thread: Thread, asked: Json | None) -> Context:
    if asked is None:
        return Context()
    offers = thread.facts.get("offers") or {}
    offered = offers.get(str(asked["subject_id"] or "").removeprefix("offer:"), {}).get("amount")
    return Context(Asked(Handling.model_validate(asked["handling"]).asks), offered)


def _record(dependencies: Dependencies, reply: Reply, now: datetime, *, which: bool = False) -> None:
    """Write the text with all that it means; the message that it answers is replied to."""
    thread = reply.thread
    if reply.asked is None:
        fact = _fact(reply, None, now, which=which)
        write_without_message(dependencies, thread.workspace_id, fact, now)
        return
    message_id = reply.asked["message_id"]
    write_fact(
        dependencies,
        lambda: snapshot_of(dependencies, thread.workspace_id, message_id),
        lambda snapshot: _fact(reply, snapshot, now),
        now,
    )


def _fact(reply: Reply, snapshot: Snapshot | None, now: datetime, *, which: bool = False) -> Fact:
    inbound, thread = reply.inbound, reply.thread
    message = None if snapshot is None else snapshot.message
    row: Json = {
        "text_id": reply.text_id,
        "thread_id": thread.thread_id,
        "message_id": None if message is None else message.message_id,
        "direction": "in",
        "author": "contact",
        "channel": thread.channel,
        "body": inbound.body,
        "provider_message_id": inbound.provider_message_id,
        "intent": shown_reading(reply.reading, thread, inbound.at, asked_which=which),
        "at": inbound.at,
    }
    fact = Fact(
        thread=thread.as_row(),
        text=row,
        consent=_entry(reply, thread.workspace_id),
        events=_events(reply, snapshot, now, which=which),
    )
    if message is None or message.ended or not message.handling.expects_reply:
        return fact
    step = Step(next="REPLIED") if message.waiting_state in WAITS_OF_REPLIES else None
    return fact._replace(status="REPLIED", reply_id=reply.text_id, step=step)


def _events(
    reply: Reply, snapshot: Snapshot | None, now: datetime, *, which: bool
) -> tuple[PublishedEvent, ...]:
    thread = reply.thread
    correlated = str(thread.load_id or thread.thread_id)
    cause = Cause(str(reply.text_id), thread.workspace_id, correlated, now)
    said = replied_events(
        reply.reading, thread, snapshot, reply.text_id, reply.inbound.at, several_loads=which
    )
    return tuple(published_event(cause, event) for event in said)


def _entry(reply: Reply, workspace_id: str) -> Json | None:
    """The ledger's entry: who, which number, for what, by which words, when."""
    made = keywords.entry_for(reply.reading.intent)
    if made is None:
        return None
    kind, scope = made
    return {
        "consent_id": consent_id_of(reply.text_id, workspace_id),
        "address": reply.inbound.sender,
        "kind": kind,
        "scope": scope,
        "channel": reply.thread.channel,
        "source_text": reply.inbound.body,
        "evidence": f"text {reply.inbound.provider_message_id}",
        "recorded_by": reply.inbound.sender,
        "at": reply.inbound.at,
    }


def _spread(dependencies: Dependencies, reply: Reply, known: Surroundings, now: datetime) -> None:
    """An opt-out counts for every workspace that writes to its sender from the same number."""
    others = {thread.workspace_id for thread in known.open_threads} - {reply.thread.workspace_id}
    for workspace_id in sorted(others):
        entry = _entry(reply, workspace_id)
        if entry is not None:
            write_without_message(dependencies, workspace_id, Fact(consent=entry), now)
