"""Input of the task `plan_message`."""

from schemas.messaging.tasks.visit import MessageVisit, WaitSeconds


class PlanMessageInput(MessageVisit):
    """PLANNED: wait until the message is due; `seconds` is the limit that this wait was given."""

    seconds: WaitSeconds
