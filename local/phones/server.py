"""Runs the phones on 127.0.0.1, in the foreground; what they tell goes to the topics of the emulator."""

import asyncio
import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

import boto3
import uvicorn

from local.phones.app import Phones, build_app
from local.phones.switchboard import Switchboard
from local.provisioner.platform import ACCOUNT, LOCAL_KEY, REGION

HOST = "127.0.0.1"
TOPIC_PREFIX = f"arn:aws:sns:{REGION}:{ACCOUNT}:chain-messaging-"


def serve(port: int, aws_endpoint: str) -> None:
    """Serve until SIGINT or SIGTERM."""
    phones = Phones(Switchboard(lambda: datetime.now(UTC)), Topics(aws_endpoint).publish)
    config = uvicorn.Config(
        build_app(phones),
        host=HOST,
        port=port,
        access_log=False,  # a request's line holds a phone's number
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    uvicorn.Server(config).run()


class Topics:
    """SNS, as AWS's own services publish to it."""

    def __init__(self, endpoint: str) -> None:
        self._client = cache(lambda: _client(endpoint))

    async def publish(self, topic: str, event: dict[str, Any]) -> None:
        """Publish an event to the topic `chain-messaging-<topic>`."""
        await asyncio.to_thread(self._publish, topic, json.dumps(event))

    def _publish(self, topic: str, message: str) -> None:
        self._client().publish(TopicArn=f"{TOPIC_PREFIX}{topic}", Message=message)


def _client(endpoint: str) -> Any:
    connect: Any = boto3.client
    return connect(
        "sns",
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id=ACCOUNT,
        aws_secret_access_key=LOCAL_KEY,
    )
