"""Every task function of messaging and its models: for the JSON Schemas and the state machine's tests."""

from schemas.messaging.tasks import await_reply, plan_message, send_message, visit
from schemas.registry import TaskModels

TASKS: dict[str, TaskModels] = {
    "plan_message": TaskModels(plan_message.PlanMessageInput, visit.MessageWaiting, visit.Step),
    "send_message": TaskModels(send_message.SendMessageInput, visit.MessageWaiting, visit.Step),
    "await_reply": TaskModels(await_reply.AwaitReplyInput, visit.MessageWaiting, visit.Step),
}
