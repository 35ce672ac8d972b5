"""After a service's write has committed: its events go out and the run that waits for it is answered.

Whatever fails here stands in the outbox and in `answers`, and the relay sends it again.
"""

from collections.abc import Sequence
from datetime import datetime

from lambdas.shared.aws import is_aws_error
from lambdas.shared.callbacks import Answer
from lambdas.shared.errors import RetryableError
from lambdas.shared.events import PublishedEvent
from lambdas.shared.logging import logger
from lambdas.shared.statements import statement
from lambdas.shared.wiring import Dependencies


def announce(dependencies: Dependencies, events: Sequence[PublishedEvent]) -> bool:
    """Publish committed events, or leave them to the relay; whether they went out."""
    try:
        dependencies.publish(*events)
    except Exception as error:  # noqa: BLE001 - what is not AWS's failure is raised again
        _leave_to_the_relay(error, "events")
        return False
    return True


def answer_wait(dependencies: Dependencies, wait_key: str | None, answer: Answer, now: datetime) -> bool:
    """Answer the wait of a committed write, or leave it to the relay; whether it needs no other try."""
    if wait_key is None:
        return True
    try:
        delivered = dependencies.answer_wait(wait_key, answer).delivered
        if delivered:
            _mark_delivered(dependencies, wait_key, now)
    except Exception as error:  # noqa: BLE001 - as above
        _leave_to_the_relay(error, "answer")
        return False
    return delivered


def _mark_delivered(dependencies: Dependencies, wait_key: str, now: datetime) -> None:
    dependencies.database.execute(
        statement(dependencies.settings.service, "mark_answers_delivered"),
        {"wait_keys": [wait_key], "now": now},
    )


def _leave_to_the_relay(error: Exception, what: str) -> None:
    if not isinstance(error, RetryableError) and not is_aws_error(error):
        raise error
    logger().warning("left to the relay", what=what, error=type(error).__name__)
