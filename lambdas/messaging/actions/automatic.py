"""The only texts that answer without anybody's rule: one confirmation of an opt-out, HELP, and which load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.messaging import keywords
from lambdas.messaging.actions.planning import Plan, plan
from lambdas.messaging.actions.workspaces import policy_of
from lambdas.messaging.identifiers import message_id_of
from schemas.messaging.handling import Handling
from schemas.messaging.recipients import Recipient

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lambdas.messaging.conversation_rows import Thread
    from lambdas.messaging.conversations import Inbound
    from lambdas.messaging.intents.intent import Intent
    from lambdas.messaging.snapshot import Consent
    from lambdas.shared.wiring import Dependencies

TEXTS = {
    "opt_out_confirmation": "{company}: you are unsubscribed and get no more messages. Reply START to undo.",
    "start_confirmation": "{company}: you are subscribed again. Reply STOP to end, HELP for help.",
    "help_answer": "{company}: messages about your loads. Reply STOP to end. A person reads what you write.",
}
SUBJECT = "Your message"
ANSWERING = Handling(
    scope="answer", obsolete_after=None, quiet_hours_override="answers a text that just came"
)


def answer_automatically(
    dependencies: Dependencies,
    thread: Thread,
    inbound: Inbound,
    intent: Intent,
    before: Sequence[Consent],
) -> None:
    """Plan the one automatic answer that a text gets, if it gets any; `before` is the ledger as it was."""
    reply = keywords.reply_to(intent, before)
    if reply is not None:
        company = policy_of(dependencies, thread.workspace_id).company
        _answer(dependencies, thread, inbound, reply, TEXTS[reply].format(company=company))


def ask_which(
    dependencies: Dependencies, thread: Thread, inbound: Inbound, question: str, _now: datetime
) -> None:
    """Ask which of several loads a text is about."""
    _answer(dependencies, thread, inbound, "which_load", question)


def _sender(inbound: Inbound) -> Recipient:
    return Recipient(email=inbound.sender) if inbound.channel == "email" else Recipient(phone=inbound.sender)


def _answer(dependencies: Dependencies, thread: Thread, inbound: Inbound, template: str, body: str) -> None:
    now = dependencies.clock()
    planned = Plan(
        message_id=message_id_of(thread.workspace_id, f"{inbound.provider_message_id}/{template}"),
        workspace_id=thread.workspace_id,
        recipient=_sender(inbound),
        handling=ANSWERING.model_copy(update={"channels": (inbound.channel,)}),
        body=body,
        subject=SUBJECT if inbound.channel == "email" else None,
        due_at=now,
        created_by="messaging",
        template=template,
        load_id=thread.load_id,
    )
    plan(dependencies, planned, now)
