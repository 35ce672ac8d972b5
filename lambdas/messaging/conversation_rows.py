"""From the rows of the statement `read_inbound` to what the rules of conversations look at."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from lambdas.messaging.conversations import Conversation, Inbound, Seen, body_digest
from lambdas.messaging.rows import consent_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.messaging.snapshot import Consent

    Json = Mapping[str, Any]


class Thread(NamedTuple):
    """A thread's row with the facts of its load."""

    thread_id: UUID
    workspace_id: str
    channel: str
    origin: str
    address: str
    load_id: UUID | None
    subject_id: str | None
    held_by: str | None
    held_at: datetime | None
    last_at: datetime
    facts: Json

    @property
    def conversation(self) -> Conversation:
        number = self.facts.get("load_number") or self.facts.get("external_id")
        return Conversation(self.thread_id, self.last_at, self.load_id, number)

    def as_row(self) -> dict[str, Any]:
        """The thread for `write_fact`, as a text changes it: whoever holds it meanwhile keeps it."""
        kept = self.as_held_row()
        return {name: kept[name] for name in kept if name not in ("held_by", "held_at")}

    def as_held_row(self) -> dict[str, Any]:
        """The thread for `write_fact`, with who holds it from now on."""
        kept = self._asdict()
        return {name: kept[name] for name in kept if name not in ("workspace_id", "last_at", "facts")}


class Surroundings(NamedTuple):
    """What is known when a text comes in; `unplaced`: what the sender wrote since we asked which load."""

    answered: Thread | None
    open_threads: tuple[Thread, ...]
    seen: tuple[Seen, ...]
    consents: tuple[tuple[str, Consent], ...]
    unplaced: str | None = None

    def thread(self, thread_id: UUID) -> Thread:
        every = [thread for thread in (self.answered, *self.open_threads) if thread is not None]
        return {thread.thread_id: thread for thread in every}[thread_id]

    def ledger(self, workspace_id: str) -> tuple[Consent, ...]:
        return tuple(entry for owner, entry in self.consents if owner == workspace_id)


def surroundings_of(row: Json, inbound: Inbound) -> Surroundings:
    return Surroundings(
        answered=thread_of(row["answered"]) if row["answered"] else None,
        open_threads=tuple(thread_of(thread) for thread in row["conversations"] or ()),
        seen=tuple(_seen(text, inbound) for text in row["seen"] or ()),
        consents=tuple((entry["workspace_id"], consent_of(entry)) for entry in row["consents"] or ()),
        unplaced=row["unplaced"],
    )


def thread_of(row: Json) -> Thread:
    return Thread(
        thread_id=UUID(row["thread_id"]),
        workspace_id=row["workspace_id"],
        channel=row["channel"],
        origin=row["origin"],
        address=row["address"],
        load_id=None if row["load_id"] is None else UUID(row["load_id"]),
        subject_id=row["subject_id"],
        held_by=row["held_by"],
        held_at=None if row["held_at"] is None else datetime.fromisoformat(row["held_at"]),
        last_at=datetime.fromisoformat(row["last_at"]),
        facts=row["facts"] or {},
    )


def _seen(row: Json, inbound: Inbound) -> Seen:
    return Seen(
        provider_message_id=row["provider_message_id"],
        sender=inbound.sender,
        recipient=inbound.recipient,
        body_digest=body_digest(row["body"]),
        at=datetime.fromisoformat(row["at"]),
        thread_id=UUID(row["thread_id"]),
    )
