"""Watches the rows that a step touched, and remembers what is not proved to be delivered yet."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg

from local.simulator.booking.invariants import AFTER_EVERY_STEP
from local.simulator.booking.invariants.workspaces import answers_apart, owners_of
from local.simulator.booking.rows import LoadRows, Row, read_rows
from local.simulator.booking.seen import Seen, TakenAnswer
from local.simulator.desk import Answer, Request
from local.simulator.setting import Broken
from local.simulator.world import World

CALLBACKS, LINKS = "chain-booking-callbacks", "chain-booking-links"
DOCUMENTS = "chain-booking-documents"
RUN_DIGITS = 36


@dataclass
class Watch:
    """`undelivered` events and `unsent` answers are what the relay has to care for."""

    world: World
    connection: psycopg.Connection[tuple[Any, ...]]
    loads: dict[str, LoadRows] = field(default_factory=dict)
    checks: int = 0
    undelivered: set[str] = field(default_factory=set)
    unsent: set[str] = field(default_factory=set)
    opening: set[str] = field(default_factory=set)
    _touched: dict[str, None] = field(default_factory=dict)
    _published: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    _taken: dict[str, list[TakenAnswer]] = field(default_factory=lambda: defaultdict(list))
    _owners: dict[str, str] = field(default_factory=dict)
    _found: list[Broken] = field(default_factory=list)

    def wrote(self, name: str, parameters: Mapping[str, object], _rows: list[Row]) -> None:
        """Hear of a statement that changed something."""
        match name:
            case "record_delivery":
                self.undelivered -= {str(event_id) for event_id in _listed(parameters["event_ids"])}
            case "mark_answers_delivered":
                self.unsent -= {str(key) for key in _listed(parameters["wait_keys"])}
            case _ if "load_id" in parameters:
                self._touched[str(parameters["load_id"])] = None

    def heard(self, entry: dict[str, str]) -> None:
        """Hear of an event at the moment when the bus takes it."""
        if entry["Source"] != "chain.booking":
            return
        detail = json.loads(entry["Detail"])
        load_id = detail["data"]["load_id"]
        self._published[load_id].append({**detail, "name": entry["DetailType"]})
        self._touched[load_id] = None

    def answered(self, action: str, request: dict[str, Any]) -> None:
        """Hear of an answer that the engine took."""
        if action == "StartExecution":
            return
        wait_key = self._wait_of(request["taskToken"])
        if wait_key is None:
            self._found.append(Broken("answers for their own waits", "an unknown token was answered"))
            return
        invocation = self.world.fibers.invocation
        by_task = invocation is not None and invocation.key.startswith("task/")
        output = json.loads(request["output"]) if "output" in request else None
        load_id = wait_key[:RUN_DIGITS]
        self._taken[load_id].append(TakenAnswer(wait_key, output, request.get("error"), by_task))
        self._touched[load_id] = None

    def inspect(self, request: Request, answer: Answer) -> None:
        """Look at what a request was answered."""
        self.checks += 1
        text = json.dumps(answer.body)
        self._found += [
            Broken("workspaces apart", sentence)
            for sentence in answers_apart(request, answer, self._owners, text)
        ]

    def broken(self) -> Iterator[Broken]:
        """What does not hold of the loads that were touched since the last time."""
        touched, self._touched = self._touched, {}
        yield from self._found
        for load_id in touched:
            seen = self._look(load_id)
            if seen is not None:
                yield from self._check(seen)

    def sweep(self) -> Iterator[Broken]:
        """As `broken`, for every load."""
        self._touched.update(dict.fromkeys(self.loads))
        yield from self.broken()

    def pending(self) -> frozenset[str]:
        """What the relay would find: events, answers and posts; nothing when all is settled."""
        return frozenset(self.undelivered | self.unsent | self.opening)

    def _look(self, load_id: str) -> Seen | None:
        before = self.loads.get(load_id)
        rows = read_rows(self.connection, load_id, before)
        if rows is None:
            return None
        seen = Seen(
            rows,
            before,
            tuple(self._published.pop(load_id, ())),
            tuple(self._taken.pop(load_id, ())),
            self.world.dynamodb.tables[LINKS],
            self._said(rows),
        )
        self.loads[load_id] = rows
        self._owners.update(owners_of(seen))
        self._note_unproved(rows, before)
        return seen

    def _said(self, rows: LoadRows) -> dict[str, Any]:
        objects = self.world.buckets.objects
        keys = [document["document_key"] for document in rows.documents]
        return {key: json.loads(objects[DOCUMENTS, key]) for key in keys if (DOCUMENTS, key) in objects}

    def _note_unproved(self, rows: LoadRows, before: LoadRows | None) -> None:
        known = before.events if before is not None else {}
        self.undelivered |= {key for key, event in rows.events.items() if key not in known}
        self.unsent |= {row["wait_key"] for row in rows.answers if row["delivered_at"] is None}
        self.opening -= {post["post_id"] for post in rows.posts}
        self.opening |= {post["post_id"] for post in rows.posts if post["status"] == "OPENING"}

    def _check(self, seen: Seen) -> Iterator[Broken]:
        for name, invariant in AFTER_EVERY_STEP.items():
            self.checks += 1
            for sentence in invariant(seen):
                yield Broken(name, f"{sentence} (load {seen.rows.load['external_id']})")

    def _wait_of(self, token: str) -> str | None:
        for key, item in self.world.dynamodb.tables[CALLBACKS].items():
            if item["token"]["S"] == token:
                return key
        return None


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else [value]
