"""Which thread an inbound text belongs to, what of it only says which, and whether it came before.

A text binds to the thread of the message that the provider says it answers; else to the newest open
conversation between the two numbers. Where those are about several loads, the load that the text names;
else we ask which.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

SAME_WITHIN = timedelta(seconds=60)
CHOICES_TOLD = 9
NO_LOAD = "OTHER"
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.IGNORECASE)


@dataclass(frozen=True)
class Inbound:
    """A text or an e-mail as it came in; `answers` is the id of ours that the provider says it answers."""

    provider_message_id: str
    sender: str
    recipient: str
    body: str
    at: datetime
    answers: str | None = None
    channel: Literal["sms", "email"] = "sms"


@dataclass(frozen=True)
class Conversation:
    """An open thread; `load_number` is what people call its load, without a leading #; None of no load."""

    thread_id: UUID
    last_at: datetime
    load_id: UUID | None = None
    load_number: str | None = None

    @property
    def name(self) -> str:
        """What to answer when we ask which."""
        return self.load_number or NO_LOAD


@dataclass(frozen=True)
class Bound:
    """The text belongs to this thread."""

    conversation: Conversation


@dataclass(frozen=True)
class AskWhich:
    """It may belong to any of these, the newest first: `question` is what to ask the sender."""

    choices: tuple[Conversation, ...]

    @property
    def question(self) -> str:
        """A text in GSM-7 that names the loads by number."""
        names = [choice.name for choice in self.choices]
        return f"Which load is this about? Reply with its number: {', '.join(names[:CHOICES_TOLD])}."


@dataclass(frozen=True)
class Unbound:
    """Nobody has a conversation with this sender: a person looks at it."""


Binding = Bound | AskWhich | Unbound


def bind(body: str, answered: Conversation | None, between: Sequence[Conversation]) -> Binding:
    """Return where an inbound text belongs.

    `answered` is the thread of the message that it answers by the provider's id, open or not; `between`
    are the open conversations between its two numbers.
    """
    if answered is not None:
        return Bound(answered)
    newest = tuple(sorted(between, key=lambda conversation: conversation.last_at, reverse=True))
    if not newest:
        return Unbound()
    by_load = tuple({conversation.load_id: conversation for conversation in reversed(newest)}.values())[::-1]
    if len(by_load) == 1:
        return Bound(newest[0])
    named = chosen(body, by_load)
    return AskWhich(by_load) if named is None else Bound(named)


def chosen(body: str, choices: Sequence[Conversation]) -> Conversation | None:
    """Return the one conversation whose load number a text names, None if it names none or several."""
    words = {word.casefold() for word in NAME.findall(body)}
    named = [choice for choice in choices if choice.name.casefold() in words]
    return named[0] if len(named) == 1 else None


def without_name(body: str, conversation: Conversation) -> str:
    """Return what a text says besides naming the load, so that its number is not read as an amount."""
    name = conversation.name.casefold()
    return NAME.sub(lambda word: "" if word[0].casefold() == name else word[0], body).strip(" #:.,-")


def body_digest(body: str) -> str:
    """Return what is stored to recognise a body again, without the body; spaces and case do not count."""
    return hashlib.sha256(" ".join(body.casefold().split()).encode()).hexdigest()


@dataclass(frozen=True)
class Seen:
    """An inbound text that was taken before."""

    provider_message_id: str
    sender: str
    recipient: str
    body_digest: str
    at: datetime
    thread_id: UUID | None = None


def is_duplicate(inbound: Inbound, seen: Iterable[Seen], answered: UUID | None = None) -> bool:
    """Whether a text came before: by the provider's id, or the same words between the same numbers within
    60 s.

    `answered` is the thread that the provider says it answers: the same word to another of our texts, such as
    a YES to each of two offers, is another answer.
    """
    digest = body_digest(inbound.body)
    words = (inbound.sender, inbound.recipient, digest)
    return any(
        before.provider_message_id == inbound.provider_message_id
        or (
            (before.sender, before.recipient, before.body_digest) == words
            and abs(before.at - inbound.at) <= SAME_WITHIN
            and answered in (None, before.thread_id)
        )
        for before in seen
    )
