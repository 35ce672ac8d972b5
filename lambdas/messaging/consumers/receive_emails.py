"""E-mails that people write to our mailboxes, from the topic of SES's receipt rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.messaging.actions.inbound import receive_text
from lambdas.messaging.providers.inbound_email import inbound_email_of
from lambdas.shared.queues import topic_handler

if TYPE_CHECKING:
    from lambdas.shared.queues import Notification
    from lambdas.shared.wiring import Dependencies


def consume(notification: Notification, dependencies: Dependencies) -> None:
    """Raises TextUnreadable, SenderUnproven and SenderUnknown: a person looks at the dead letters."""
    inbound = inbound_email_of(notification.message, dependencies.clock())
    if inbound is not None:
        receive_text(dependencies, inbound)


handler = topic_handler(consume)
