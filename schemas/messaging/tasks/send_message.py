"""Input of the task `send_message`."""

from schemas.messaging.tasks.visit import MessageVisit


class SendMessageInput(MessageVisit):
    """SENDING: is it still wanted and allowed? Claim it, send it, and wait for its receipt."""
