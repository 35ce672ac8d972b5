"""What no try can help: a consumer leaves it among its queue's dead letters, with the reason."""

from importlib import import_module
from types import SimpleNamespace

import pytest

from lambdas.shared.wiring import use
from tests.lambdas.booking.consumers.records import on_the_bus
from tests.lambdas.shared.builders import dependencies
from tests.lambdas.shared.polled_queue import MOST_RECEIVES, polled_queue


@pytest.mark.parametrize("consumer", ["answer_offers", "apply_tracking", "record_delivery"])
def test_an_event_without_its_envelope_is_tried_again_and_then_kept_with_its_reason(
    consumer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    handler = import_module(f"lambdas.booking.consumers.{consumer}").handler
    event = on_the_bus("LoadDelivered", {})
    queue_name = f"chain-booking-{consumer.replace('_', '-')}"

    # when
    with polled_queue(queue_name, monkeypatch) as queue, use(dependencies(SimpleNamespace(sqs=queue.sqs))):
        queue.send(event)
        tries = [queue.poll(handler) for _ in range(MOST_RECEIVES)]

        # then
        assert tries == [[event]] * (MOST_RECEIVES - 1) + [[]]
        assert queue.poll(handler) == []
        assert queue.dead_letters() == [(event, "KeyError")]
