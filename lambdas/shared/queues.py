"""A batch of events from a queue: each record on its own, and only what failed comes again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from pydantic import BaseModel, ConfigDict, Field

from lambdas.shared.logging import bind, logger
from lambdas.shared.wiring import Dependencies, current
from schemas.envelope import Metadata


class BusEvent(BaseModel):
    """An EventBridge event as a queue holds it."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    source: str
    detail_type: str = Field(alias="detail-type")
    detail: dict[str, Any]

    @property
    def metadata(self) -> Metadata:
        return Metadata.model_validate(self.detail["metadata"])


Consume = Callable[[BusEvent, Dependencies], None]


def queue_handler(consume: Consume) -> Callable[[dict[str, Any], Any], Any]:
    """The Lambda handler that gives each record's event to `consume`; what raises is tried again."""

    def on_record(record: Any) -> None:
        event = BusEvent.model_validate(json.loads(record.body))
        logger().append_keys(event_id=str(event.metadata.id), detail_type=event.detail_type)
        try:
            consume(event, current())
        except Exception as error:
            logger().warning("event not consumed", error=type(error).__name__, exc_info=True)
            raise

    def handler(event: dict[str, Any], context: Any) -> Any:
        bind(function_request_id=getattr(context, "aws_request_id", None))
        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        return process_partial_response(
            event=event, record_handler=on_record, processor=processor, context=context
        )

    return handler
