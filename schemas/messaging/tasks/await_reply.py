"""Input of the task `await_reply`."""

from schemas.messaging.tasks.visit import MessageVisit


class AwaitReplyInput(MessageVisit):
    """AWAITING_REPLY: wait for the contact to answer."""
