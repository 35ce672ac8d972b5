"""Marks messaging's events delivered as they come back from the bus."""

from lambdas.shared.deliveries import record_delivery
from lambdas.shared.queues import queue_handler

handler = queue_handler(record_delivery)
