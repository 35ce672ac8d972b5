"""SNS: the two topics on which providers publish, each with messaging's queue behind it."""

import json
from functools import partial
from typing import Any

from local.simulator.aws.bus import Bus, Queue
from local.simulator.service import ACCOUNT, Service, consumed
from local.simulator.world import World


class Topics:
    """What is published arrives at least once, in no order; a fault may lose it."""

    def __init__(self, bus: Bus, queues: dict[str, Queue]) -> None:
        self._bus = bus
        self._queues = queues

    def publish(self, topic: str, key: str, message: dict[str, Any]) -> None:
        """`key` names the message in decisions; the same message under another key comes twice."""
        queue = self._queues[topic]
        notification = {
            "Type": "Notification",
            "MessageId": key,
            "TopicArn": f"arn:aws:sns:{ACCOUNT}:{topic}",
            "Message": json.dumps(message),
        }
        self._bus.send(queue, f"{topic}/{key}", json.dumps(notification), topic)


def opened_topics(service: Service, world: World) -> Topics:
    """Subscribe the declared consumers to their topics."""
    consumers, queues = service.functions("consumer"), {}
    for name, declared in service.declaration.subscriptions.items():
        if declared.topic is not None:
            consume = partial(consumed, world, consumers[declared.function])
            queues[declared.topic] = Queue(
                name,
                frozenset(),
                frozenset(),
                consume,
                declared.batch_size,
                declared.queue.visibility,
                declared.queue.dead_letters.max_receive,
            )
    return Topics(world.bus, queues)
