"""Texts that people write to our numbers, from the topic of two-way SMS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.messaging.actions.inbound import receive_text
from lambdas.messaging.providers.inbound import inbound_of
from lambdas.shared.queues import topic_handler

if TYPE_CHECKING:
    from lambdas.shared.queues import Notification
    from lambdas.shared.wiring import Dependencies


def consume(notification: Notification, dependencies: Dependencies) -> None:
    """Raises TextUnreadable and SenderUnknown: after some tries a person looks at the dead letters."""
    receive_text(dependencies, inbound_of(notification.message, dependencies.clock()))


handler = topic_handler(consume)
