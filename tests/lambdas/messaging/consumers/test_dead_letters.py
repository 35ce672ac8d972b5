"""What no try can help: a consumer leaves it among its queue's dead letters, with the reason."""

from importlib import import_module
from types import SimpleNamespace

import pytest

from lambdas.shared.wiring import use
from tests.lambdas.messaging.notifications import notification
from tests.lambdas.shared.builders import dependencies
from tests.lambdas.shared.polled_queue import MOST_RECEIVES, polled_queue

EVENT = '{"source": "chain.booking", "detail-type": "LoadReceived", "detail": {}}'
NOTIFICATION = notification("n-1", {})
UNREADABLE = {
    "follow_loads": (EVENT, "KeyError"),
    "record_delivery": (EVENT, "KeyError"),
    "receive_texts": (NOTIFICATION, "TextUnreadable"),
    "receive_emails": (NOTIFICATION, "TextUnreadable"),
    "record_receipts": (NOTIFICATION, "ReportUnreadable"),
}
"""By its consumer: a record that cannot be read, and the error that says so."""


@pytest.mark.parametrize("consumer", UNREADABLE)
def test_what_cannot_be_read_is_tried_again_and_then_kept_with_its_reason(
    consumer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    record, error = UNREADABLE[consumer]
    handler = import_module(f"lambdas.messaging.consumers.{consumer}").handler
    queue_name = f"chain-messaging-{consumer.replace('_', '-')}"

    # when
    with polled_queue(queue_name, monkeypatch) as queue, use(dependencies(SimpleNamespace(sqs=queue.sqs))):
        queue.send(record)
        tries = [queue.poll(handler) for _ in range(MOST_RECEIVES)]

        # then
        assert tries == [[record]] * (MOST_RECEIVES - 1) + [[]]
        assert queue.poll(handler) == []
        assert queue.dead_letters() == [(record, error)]
