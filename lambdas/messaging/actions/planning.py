"""Planning a message: its row first, then its run, started again by a retry or the relay if need be."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from lambdas.messaging.moves import seconds_until
from lambdas.messaging.repository import events_parameter, run
from lambdas.shared.aws import aws_error_code, is_aws_error
from lambdas.shared.events import Cause, published_event
from lambdas.shared.json_text import Json, json_text
from lambdas.shared.logging import logger
from lambdas.shared.settlement import announce
from schemas.messaging.events.messages import MessagePlanned
from schemas.messaging.handling import Handling
from schemas.messaging.tasks.run import RunInput
from schemas.messaging.tasks.visit import Step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from lambdas.shared.wiring import Dependencies
    from schemas.messaging.recipients import Recipient
    from schemas.messaging.statuses import Author


class Plan(NamedTuple):
    """A message to be. `message_id` is derived from what it is for, so that it is planned once.

    `body` is what a person or the law says; without it the template speaks when the message is sent.
    """

    message_id: UUID
    workspace_id: str
    recipient: Recipient
    handling: Handling
    due_at: datetime
    created_by: str
    template: str
    template_version: int = 0
    body: str = ""
    variables: Mapping[str, Any] = MappingProxyType({})
    load_id: UUID | None = None
    stop: int | None = None
    subject_id: str | None = None
    rule: str | None = None
    anchor: str | None = None
    subject: str | None = None
    author: Author = "automation"

    @property
    def correlation_id(self) -> str:
        """The load's id or, for a message about none, its own."""
        return str(self.load_id or self.message_id)


def plan(dependencies: Dependencies, planned: Plan, now: datetime) -> bool:
    """Plan a message and ask for its run; whether it is new. The same again changes nothing."""
    cause = Cause(str(planned.message_id), planned.workspace_id, planned.correlation_id, now)
    event = published_event(
        cause,
        MessagePlanned(
            load_id=planned.load_id,
            message_id=planned.message_id,
            template=planned.template,
            subject_id=planned.subject_id,
            due_at=planned.due_at,
        ),
    )
    columns = planned._asdict() | {
        "recipient": Json(planned.recipient),
        "handling": Json(planned.handling),
        "variables": Json(dict(planned.variables)),
        "correlation_id": planned.correlation_id,
    }
    rows = run(dependencies.database, "plan_message", **columns, events=events_parameter((event,)), now=now)
    if rows:
        announce(dependencies, (event,))
        start_run(dependencies, run_input(planned, now))
    return bool(rows)


def run_input(planned: Plan, now: datetime) -> RunInput:
    """What the run is started with, by whoever starts it: its first wait begins anew if it is late."""
    return RunInput(
        workspace_id=planned.workspace_id,
        message_id=planned.message_id,
        correlation_id=planned.correlation_id,
        receipt_seconds=planned.handling.wait_seconds,
        step=Step(next="PLANNED", seconds=seconds_until(planned.due_at, now)),
    )


def start_run(dependencies: Dependencies, given: RunInput) -> bool:
    """Start the run, or leave it to the relay; whether it runs."""
    try:
        dependencies.clients.stepfunctions.start_execution(
            stateMachineArn=dependencies.settings.state_machine_arn,
            name=str(given.message_id),
            input=json_text(given),
        )
    except Exception as error:
        if not is_aws_error(error):
            raise
        if aws_error_code(error) != "ExecutionAlreadyExists":
            logger().warning("run left to the relay", error=aws_error_code(error))
            return False
    return True


def restart(row: Mapping[str, Any], now: datetime) -> RunInput:
    """The input of a run that was never started, from the message's row."""
    return RunInput(
        workspace_id=row["workspace_id"],
        message_id=row["message_id"],
        correlation_id=row["correlation_id"],
        receipt_seconds=Handling.model_validate(row["handling"]).wait_seconds,
        step=Step(next="PLANNED", seconds=seconds_until(row["due_at"], now)),
    )
