"""Every task function of messaging and its models: for the JSON Schemas and the state machine's tests."""

from schemas.messaging.tasks import run
from schemas.registry import TaskModels
from schemas.visit import Waiting

TASKS: dict[str, TaskModels] = {
    "plan_message": TaskModels(run.PlanMessageInput, Waiting, run.Step),
    "send_message": TaskModels(run.SendMessageInput, Waiting, run.Step),
    "await_reply": TaskModels(run.AwaitReplyInput, Waiting, run.Step),
}
