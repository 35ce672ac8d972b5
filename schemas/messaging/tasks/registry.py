"""Every task function of messaging and its models: for the JSON Schemas and the state machine's tests."""

from schemas.messaging.tasks import run
from schemas.registry import TaskModels

TASKS: dict[str, TaskModels] = {
    "plan_message": TaskModels(run.PlanMessageInput, run.MessageWaiting, run.Step),
    "send_message": TaskModels(run.SendMessageInput, run.MessageWaiting, run.Step),
    "await_reply": TaskModels(run.AwaitReplyInput, run.MessageWaiting, run.Step),
}
