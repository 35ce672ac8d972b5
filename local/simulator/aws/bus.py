"""EventBridge, its rules, the queues behind them and their consumers.

Everything is delivered at least once, in no order; a fault may lose it, and then only its sender can help.
"""

import json
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from local.simulator.agenda import Agenda
from local.simulator.decisions import Decisions
from local.simulator.faults.choosing import Faults
from local.simulator.faults.striking import LONGEST_DELAY_SECONDS, Outward, Strikes
from local.simulator.trace import Trace

LATENCY_SECONDS = 0.4
OVERTAKEN_SECONDS = 8
POLL_SECONDS = 0.5
Entry = dict[str, str]
Consume = Callable[[list[dict[str, Any]]], list[str]]


@dataclass(frozen=True)
class Message:
    """An event on its way to one queue; `times` counts how often it was received."""

    message_id: str
    body: str
    times: int = 0


@dataclass
class Queue:
    """A rule's queue. `consume` takes SQS records and returns the ids of those that failed."""

    name: str
    sources: frozenset[str]
    detail_types: frozenset[str]
    consume: Consume
    batch_size: int = 10
    visibility_seconds: float = 60
    most_receives: int = 5
    visible: deque[Message] = field(default_factory=deque)
    dead: list[Message] = field(default_factory=list)

    def takes(self, entry: Entry) -> bool:
        named = not self.detail_types or entry["DetailType"] in self.detail_types
        return named and entry["Source"] in self.sources


class Bus:
    """boto3's `put_events`. `listener` hears every entry at the moment when the bus takes it."""

    def __init__(
        self, agenda: Agenda, decisions: Decisions, faults: Faults, strikes: Strikes, trace: Trace
    ) -> None:
        self._agenda = agenda
        self._decisions = decisions
        self._faults = faults
        self._strikes = strikes
        self._trace = trace
        self._sent: Counter[str] = Counter()
        self.queues: list[Queue] = []
        self.listener: Callable[[Entry], None] = lambda _entry: None

    def put_events(self, *, Entries: list[Entry]) -> dict[str, Any]:  # noqa: N803 - AWS's name
        return self._strikes.outward(Outward.EVENTS, "PutEvents", lambda: self._taken(Entries))

    def _taken(self, entries: list[Entry]) -> dict[str, Any]:
        ids = [self._put(entry) for entry in entries]
        return {"FailedEntryCount": 0, "Entries": [{"EventId": event_id} for event_id in ids]}

    def _put(self, entry: Entry) -> str:
        self.listener(entry)
        name = json.loads(entry["Detail"])["metadata"]["id"]
        self._sent[name] += 1
        event_id = str(self._decisions.identifier(f"event/{name}/{self._sent[name]}"))
        body = _body(entry, event_id)
        for queue in self.queues:
            if queue.takes(entry):
                self.send(queue, f"{name}/{self._sent[name]}/{queue.name}", body, entry["DetailType"])
        return event_id

    def send(self, queue: Queue, key: str, body: str, what: str) -> None:
        """Bring a body to a queue, with the fault that `key` meets on its way; `what` is for the trace."""
        fault = self._faults.of_delivery(key)
        seconds = LATENCY_SECONDS * self._decisions.number(f"delivery/{key}")
        if fault is not None:
            self._faults.struck[fault] += 1
            self._trace.add(f"fault {fault}: {what} to {queue.name} [{key}]")
        if fault == "lose":
            return
        if fault in ("delay", "reorder"):
            longest = LONGEST_DELAY_SECONDS if fault == "delay" else OVERTAKEN_SECONDS
            seconds += longest * self._decisions.number(f"delivery/{key}/late")
        self._deliver(queue, Message(f"{key}/1", body), seconds)
        if fault == "duplicate":
            again = OVERTAKEN_SECONDS * self._decisions.number(f"delivery/{key}/again")
            self._deliver(queue, Message(f"{key}/2", body), seconds + again)

    def _deliver(self, queue: Queue, message: Message, seconds: float) -> None:
        self._agenda.after(seconds, partial(self._arrive, queue, message))

    def _arrive(self, queue: Queue, message: Message) -> None:
        queue.visible.append(message)
        if len(queue.visible) == 1:
            self._agenda.after(POLL_SECONDS, partial(self._poll, queue))

    def _poll(self, queue: Queue) -> None:
        taken = [queue.visible.popleft() for _ in range(min(queue.batch_size, len(queue.visible)))]
        if queue.visible:
            self._agenda.after(POLL_SECONDS, partial(self._poll, queue))
        failed = set(queue.consume([_record(message) for message in taken]))
        for message in taken:
            if message.message_id in failed:
                self._again(queue, message)

    def _again(self, queue: Queue, message: Message) -> None:
        received = Message(message.message_id, message.body, message.times + 1)
        if received.times >= queue.most_receives:
            self._trace.add(f"dead letter in {queue.name} [{message.message_id}]")
            queue.dead.append(received)
        else:
            self._deliver(queue, received, queue.visibility_seconds)


def _body(entry: Entry, event_id: str) -> str:
    shown = {"version": "0", "id": event_id, "source": entry["Source"], "detail-type": entry["DetailType"]}
    return json.dumps(shown)[:-1] + f', "detail": {entry["Detail"]}}}'


def _record(message: Message) -> dict[str, Any]:
    return {"messageId": message.message_id, "body": message.body, "eventSource": "aws:sqs"}
