"""One message, from its plan to its end, with its follow-ups (run name: the message's id).

Read from top to bottom: the way of a message that is sent and answered. Every wait is answered with `$.step`:
the state where the run goes on, and how long that one waits. State names are the lifecycle's; errors are the
classes of `lambdas/messaging/errors.py`.
"""

from functools import partial

from stepfunctions.steps import Choice, ChoiceRule, Fail, Graph, Succeed

from statemachines import steps
from statemachines.steps import patient_retry

NO_HEARTBEAT = "No heartbeat: a provider or a person answers, and the time limit is the timer itself."
RETRYABLE = [*steps.RETRYABLE, "MessageChanged"]
wait = partial(
    steps.wait,
    run={"message_id.$": "$.message_id"},
    result_path="$.step",
    retryable=RETRYABLE,
    retrying=patient_retry,
)

planned = wait(
    "PLANNED",
    "plan_message",
    comment=f"Wait until due. An answer moves the timer or cancels the message. {NO_HEARTBEAT}",
    facts={"seconds.$": "$.step.seconds"},
    deadline="$.step.seconds",
)
sending = wait(
    "SENDING",
    "send_message",
    comment=f"Still wanted? Allowed? Claim, send, and wait for the receipt. {NO_HEARTBEAT}",
    deadline="$.receipt_seconds",
)
awaiting_reply = wait(
    "AWAITING_REPLY",
    "await_reply",
    comment=f"Wait for an answer; silence is followed up by SENDING. {NO_HEARTBEAT}",
    deadline="$.step.seconds",
)
decided = Choice("DECIDED", comment="Go on where the answer says.")

ENDS = {
    "DELIVERED": "It arrived, and no reply is expected.",
    "REPLIED": "The contact answered.",
    "SKIPPED": "It was needless when it was due.",
    "SUPPRESSED": "It must not be sent: opted out, no consent, no number that takes it.",
    "CANCELLED": "Somebody, or a change of the load, called it off.",
    "ESCALATED": "Nobody answered on any channel: a person takes over.",
    "UNKNOWN": "No receipt came in time; nobody will know.",
}
ends = [Succeed(name, comment=comment) for name, comment in ENDS.items()]
failed = Fail("FAILED", error="MessageNotDelivered", cause="No channel could deliver it. The rows say why.")
stopped = Fail(
    "STOPPED",
    error="MessageStopped",
    cause=(
        "The rows stand as last written; the history names the error. Mend the cause, then start another run "
        "with this run's input under a new name: what was claimed is not sent again."
    ),
)

for visited in (planned, sending, awaiting_reply):
    visited.next(decided)
planned.on("States.Timeout", to=sending).otherwise(to=stopped)
sending.on("States.Timeout", to=sending).otherwise(to=stopped)
awaiting_reply.on("States.Timeout", to=sending).otherwise(to=stopped)

for state in (sending, planned, awaiting_reply, *ends):
    decided.add_choice(ChoiceRule.StringEquals("$.step.next", state.state_id), state)
decided.add_choice(ChoiceRule.StringEquals("$.step.next", failed.state_id), failed)
decided.default_choice(stopped)

ASL = Graph(
    planned,
    comment="Send one message. Rendered: edit statemachines/message.py, then `make asl`.",
)
