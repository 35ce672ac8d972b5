"""A batch of records from a queue: each on its own, and only what failed comes again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from pydantic import BaseModel, ConfigDict, Field

from lambdas.shared.aws import aws_error_code, is_aws_error
from lambdas.shared.dead_letters import buried
from lambdas.shared.logging import bind, logger
from lambdas.shared.wiring import Dependencies, current
from schemas.envelope import Metadata

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord


class BusEvent(BaseModel):
    """An EventBridge event as a queue holds it."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    source: str
    detail_type: str = Field(alias="detail-type")
    detail: dict[str, Any]

    @property
    def metadata(self) -> Metadata:
        return Metadata.model_validate(self.detail["metadata"])


class Notification(BaseModel):
    """An SNS message as a queue holds it; `message` is the text that was published."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    message_id: str = Field(alias="MessageId")
    topic_arn: str = Field(alias="TopicArn")
    message: str = Field(alias="Message")


Consume = Callable[[BusEvent, Dependencies], None]
ConsumeNotification = Callable[[Notification, Dependencies], None]
QueueHandler = Callable[[dict[str, Any], Any], Any]


def queue_handler(consume: Consume) -> QueueHandler:
    """The Lambda handler that gives each record's event to `consume`; what raises is tried again."""

    def on_body(body: str) -> None:
        event = BusEvent.model_validate(json.loads(body))
        logger().append_keys(event_id=str(event.metadata.id), detail_type=event.detail_type)
        consume(event, current())

    return _handler(on_body)


def topic_handler(consume: ConsumeNotification) -> QueueHandler:
    """The same for a queue that is subscribed to an SNS topic."""

    def on_body(body: str) -> None:
        notification = Notification.model_validate(json.loads(body))
        logger().append_keys(notification_id=notification.message_id)
        consume(notification, current())

    return _handler(on_body)


def _given_up(record: SQSRecord, error: Exception) -> bool:
    """Whether the record is a dead letter now; if that cannot be done, SQS does it without the reason."""
    dependencies = current()
    try:
        if not buried(dependencies.clients, record, error, dependencies.clock()):
            return False
    except Exception as failure:
        if not is_aws_error(failure):
            raise
        logger().warning("reason not kept", error=aws_error_code(failure))
        return False
    logger().error("record is a dead letter", error=type(error).__name__)
    return True


def _handler(on_body: Callable[[str], None]) -> QueueHandler:
    def on_record(record: SQSRecord) -> None:
        try:
            on_body(record.body)
        except Exception as error:
            logger().warning("record not consumed", error=type(error).__name__, exc_info=True)
            if not _given_up(record, error):
                raise

    def handler(event: dict[str, Any], context: Any) -> Any:
        bind(function_request_id=getattr(context, "aws_request_id", None))
        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        return process_partial_response(
            event=event, record_handler=on_record, processor=processor, context=context
        )

    return handler
