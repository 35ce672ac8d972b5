"""The actions of the Step Functions API that the engine performs."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import psycopg

from local.engine.api import (
    activities,
    aliases,
    callbacks,
    executions,
    history,
    machines,
    map_runs,
    redrive,
    tags,
    testing,
    versions,
)
from local.engine.api.errors import ApiError, ErrorName
from local.engine.api.model import check_request
from local.engine.api.pages import stamped, unstamped
from local.engine.driver.patience import EngineClosedError
from local.engine.store.connections import JournalUnavailableError

if TYPE_CHECKING:
    from local.engine.engine import Engine

Action = Callable[["Engine", dict[str, Any]], dict[str, Any]]
_JOURNAL_PATIENCE_SECONDS = 5.0

ACTIONS: Mapping[str, Action] = {
    "CreateActivity": activities.create,
    "CreateStateMachine": machines.create,
    "CreateStateMachineAlias": aliases.create,
    "DeleteActivity": activities.delete,
    "DeleteStateMachine": machines.delete,
    "DeleteStateMachineAlias": aliases.delete,
    "DeleteStateMachineVersion": versions.delete,
    "DescribeActivity": activities.describe,
    "DescribeExecution": executions.describe,
    "DescribeMapRun": map_runs.describe,
    "DescribeStateMachine": machines.describe,
    "DescribeStateMachineAlias": aliases.describe,
    "DescribeStateMachineForExecution": machines.describe_for_execution,
    "GetActivityTask": activities.get_task,
    "GetExecutionHistory": history.history,
    "ListActivities": activities.list_all,
    "ListExecutions": executions.list_all,
    "ListMapRuns": map_runs.list_all,
    "ListStateMachineAliases": aliases.list_all,
    "ListStateMachineVersions": versions.list_all,
    "ListStateMachines": machines.list_all,
    "ListTagsForResource": tags.list_all,
    "PublishStateMachineVersion": versions.publish,
    "RedriveExecution": redrive.redrive,
    "SendTaskFailure": callbacks.fail,
    "SendTaskHeartbeat": callbacks.heartbeat,
    "SendTaskSuccess": callbacks.succeed,
    "StartExecution": executions.start,
    "StartSyncExecution": executions.start_sync,
    "StopExecution": executions.stop,
    "TagResource": tags.put,
    "TestState": testing.test_state,
    "UntagResource": tags.remove,
    "UpdateMapRun": map_runs.update,
    "UpdateStateMachine": machines.update,
    "UpdateStateMachineAlias": aliases.update,
    "ValidateStateMachineDefinition": machines.validate,
}


def perform(engine: "Engine", action: str, request: dict[str, Any]) -> dict[str, Any]:
    """Raises `ApiError`; while Postgres is away a 503 after some seconds, which AWS's clients retry."""
    if action not in ACTIONS:
        raise ApiError(ErrorName.UNKNOWN_OPERATION, f"The engine does not perform {action}")
    given = {name: value for name, value in request.items() if value is not None}
    check_request(action, given)
    given = unstamped(action, given, engine.clock.now())
    try:
        answer = engine.patience.until_journaled(
            lambda: ACTIONS[action](engine, given), limit_seconds=_JOURNAL_PATIENCE_SECONDS
        )
    except (psycopg.DataError, UnicodeEncodeError) as error:
        raise ApiError(ErrorName.VALIDATION, "A text has characters that cannot be kept") from error
    except (JournalUnavailableError, EngineClosedError) as error:
        raise ApiError(
            ErrorName.SERVICE_UNAVAILABLE, "The engine's database is away: try again", 503
        ) from error
    return stamped(action, answer, engine.clock.now())
