"""Activities, and the poll by which workers get their tasks."""

import time
from typing import TYPE_CHECKING, Any

from local.engine.activity_tasks import ActivityTask
from local.engine.api import tags
from local.engine.api.arns import checked_activity_arn, checked_name
from local.engine.api.errors import ApiError, ErrorName
from local.engine.api.machine_options import check_encryption
from local.engine.api.pages import epoch, page_size, paged, position_in, token_of
from local.engine.clock import VirtualClock
from local.engine.driver.folding import UnknownRunError
from local.engine.stimuli import TaskStarted
from local.engine.store.activities import Activity
from local.engine.store.executions import HistoryPage

if TYPE_CHECKING:
    from local.engine.engine import Engine

_LONG_POLL_SECONDS = 60.0
_MOST_ACTIVITIES = 10_000
_MOST_POLLERS = 1000


def create(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Creating the same activity again answers the first."""
    name = checked_name(request["name"])
    arn = engine.account.activity_arn(name)
    if "encryptionConfiguration" in request:
        check_encryption(request["encryptionConfiguration"])
    given_tags = tags.checked(request.get("tags", ()))
    existing = engine.activities.find(arn)
    if existing is None:
        _refuse_too_many(engine)
        existing = engine.activities.create(Activity(arn, name, engine.clock.now()))
        engine.tags.put(arn, given_tags)
    return {"activityArn": existing.arn, "creationDate": epoch(existing.created_at)}


def describe(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    return _shown(_activity(engine, request["activityArn"]))


def list_all(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    limit = page_size(request)
    position = position_in(request, (str,))
    activities = engine.activities.page(position[0] if position else "", limit + 1)
    return paged("activities", activities, limit, _shown, lambda activity: token_of(activity.name))


def delete(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Deleting an activity that is not there is no error (AWS, recorded)."""
    arn = checked_activity_arn(request["activityArn"])
    engine.activities.delete(arn)
    engine.tags.remove(arn)
    return {}


def get_task(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Waits up to 60 seconds for a task; an answer without a token says that none came.

    On a virtual clock no time passes while it waits, so it does not.
    """
    arn = _activity(engine, request["activityArn"]).arn
    if engine.activity_tasks.pollers(arn) >= _MOST_POLLERS:
        raise ApiError(
            ErrorName.ACTIVITY_WORKER_LIMIT_EXCEEDED, f"{_MOST_POLLERS} workers poll for {arn} already"
        )
    patience = 0.0 if isinstance(engine.clock, VirtualClock) else _LONG_POLL_SECONDS
    until = time.monotonic() + patience
    while (task := engine.activity_tasks.take(arn, max(until - time.monotonic(), 0.0))) is not None:
        if _is_started(engine, task, request.get("workerName")):
            return _handed_over(engine, task)
    return {}


def _is_started(engine: "Engine", task: ActivityTask, worker_name: str | None) -> bool:
    """False when the run waits for the task no more: it timed out, or its branch was aborted."""
    stimulus = TaskStarted(task.task_id, worker_name)
    try:
        return engine.driver.answer(task.execution_id, task.task_id, stimulus)
    except UnknownRunError:
        return False


def _handed_over(engine: "Engine", task: ActivityTask) -> dict[str, Any]:
    page = HistoryPage(task.execution_id, 1, bounds=(task.task_id, task.task_id))
    scheduled = engine.patience.until_journaled(lambda: engine.executions.history(page))[0]
    token = engine.tokens.sign(task.execution_id, task.task_id)
    return {"taskToken": token, "input": scheduled.details["input"]}


def _activity(engine: "Engine", arn: str) -> Activity:
    """Raises InvalidArn, ActivityDoesNotExist."""
    activity = engine.activities.find(checked_activity_arn(arn))
    if activity is None:
        raise ApiError(ErrorName.ACTIVITY_DOES_NOT_EXIST, f"Activity Does Not Exist: '{arn}'")
    return activity


def _refuse_too_many(engine: "Engine") -> None:
    if engine.activities.count() >= _MOST_ACTIVITIES:
        raise ApiError(
            ErrorName.ACTIVITY_LIMIT_EXCEEDED,
            f"The maximum number of activities has been reached: {_MOST_ACTIVITIES}. Delete unused ones",
        )


def _shown(activity: Activity) -> dict[str, Any]:
    return {
        "activityArn": activity.arn,
        "name": activity.name,
        "creationDate": epoch(activity.created_at),
    }
