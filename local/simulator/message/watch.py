"""Watches claims, sends and changed rows, and checks the invariants as they happen."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg

from local.simulator.desk import Answer, Request
from local.simulator.message.invariants import OF_CHANGES, OF_CLAIMS, OF_CONFIRMATIONS, OF_SENDS
from local.simulator.message.providers import Sent
from local.simulator.message.rows import read_claim, read_message, read_pending
from local.simulator.message.seen import Asked, Change, Claim, Row
from local.simulator.setting import Broken
from local.simulator.world import World

CALLBACKS, IDEMPOTENCY = "chain-messaging-callbacks", "chain-messaging-idempotency"
STRANGER = "stranger/"
REFUSED = 400
Thing = TypeVar("Thing")


@dataclass
class Watch:
    world: World
    connection: psycopg.Connection[tuple[Any, ...]]
    checks: int = 0
    messages: dict[str, Row] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    asked_of: dict[str, list[Asked]] = field(default_factory=lambda: defaultdict(list))
    confirmed: dict[tuple[str, str], list[Asked]] = field(default_factory=lambda: defaultdict(list))
    arrived: set[str] = field(default_factory=set)
    unsettled: bool = True
    _pending: frozenset[str] = frozenset()
    _touched: dict[str, None] = field(default_factory=dict)
    _published: list[tuple[str, str]] = field(default_factory=list)
    _found: list[Broken] = field(default_factory=list)

    def wrote(self, name: str, parameters: Mapping[str, object], rows: list[dict[str, Any]]) -> None:
        """Hear of a statement that changed something, right after its commit."""
        self.unsettled = True
        message_id = parameters.get("message_id")
        if message_id is None:
            return
        self._touched[str(message_id)] = None
        if name == "write_visit" and rows:
            self._note_claim(str(message_id))

    def heard(self, entry: dict[str, str]) -> None:
        """Hear of an event at the moment when the bus takes it."""
        if entry["Source"] == "chain.messaging":
            self._published.append((json.loads(entry["Detail"])["metadata"]["id"], entry["DetailType"]))

    def asked(self, sent: Sent) -> None:
        """Hear of a call of a provider."""
        claim = self.claims.get(sent.delivery_id)
        message_id = str(claim.message["message_id"]) if claim is not None else sent.delivery_id
        before = self.asked_of[message_id]
        asked = Asked(self.world.clock.present, sent, claim, tuple(before))
        before.append(asked)
        self._check(OF_SENDS, asked, sent.delivery_id)
        if claim is not None and claim.message["template"] == "opt_out_confirmation":
            confirmed = self.confirmed[claim.message["workspace_id"], sent.address]
            self._check(OF_CONFIRMATIONS, Asked(asked.at, sent, claim, tuple(confirmed)), sent.delivery_id)
            confirmed.append(asked)

    def inspect(self, request: Request, answer: Answer) -> None:
        """A stranger is refused whatever they ask for."""
        self.checks += 1
        if request.key.startswith(STRANGER) and answer.status < REFUSED:
            self._found.append(Broken("workspaces apart", f"a stranger was answered {answer.status}"))

    def broken(self) -> Iterator[Broken]:
        """What does not hold of all that happened since the last time."""
        touched, self._touched = self._touched, {}
        for message_id in touched:
            row = read_message(self.connection, message_id)
            if row is not None:
                self._check(OF_CHANGES, Change(self.messages.get(message_id), row), message_id)
                self.messages[message_id] = row
        self._check_published()
        found, self._found = self._found, []
        yield from found

    def pending(self) -> frozenset[str]:
        """What the relay would find; looked up anew only after something was written."""
        if self.unsettled:
            self._pending, self.unsettled = read_pending(self.connection), False
        return self._pending

    def _note_claim(self, message_id: str) -> None:
        claim = read_claim(self.connection, message_id, self.world.clock.present)
        if claim is None:
            return
        known = self.claims.get(claim.delivery["delivery_id"])
        if known is None or known.delivery["claimed_at"] != claim.delivery["claimed_at"]:
            self.claims[claim.delivery["delivery_id"]] = claim
            self._check(OF_CLAIMS, claim, message_id)

    def _check(
        self, invariants: Mapping[str, Callable[[Thing], Iterator[str]]], thing: Thing, about: str
    ) -> None:
        for name, invariant in invariants.items():
            self.checks += 1
            self._found += [Broken(name, f"{sentence} ({about})") for sentence in invariant(thing)]

    def _check_published(self) -> None:
        """What is on the bus stands in the outbox."""
        published, self._published = self._published, []
        for event_id, name in published:
            self.checks += 1
            query = "SELECT detail_type FROM messaging.outbox WHERE event_id = %s"
            if self.connection.execute(query, (event_id,)).fetchone() != (name,):
                self._found.append(Broken("events committed", f"{name} was published, not committed"))
