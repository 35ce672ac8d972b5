"""moto: its Step Functions interpreter.

Its Lambda runs nothing without Docker, so that the function is called in moto's own process instead.
"""

import json
import threading
import time
from typing import Any

import boto3
import psycopg
from moto import mock_aws
from moto.awslambda_simple.models import LambdaSimpleBackend

from local.bench.contestants.serving import configuration, in_threads, serve
from local.bench.workload import FUNCTION, STEPS, WRITE, definition, first_event, next_event

ROLE = "arn:aws:iam::123456789012:role/bench"
ARN = f"arn:aws:lambda:us-east-1:123456789012:function:{FUNCTION}"
POLL_SECONDS = 0.002


class Connections(threading.local):
    """A connection a thread."""

    def __init__(self, database_url: str) -> None:
        self.connection = psycopg.connect(database_url, autocommit=True)


def main() -> None:
    connections = Connections(configuration()["database_url"])
    last_called: dict[str, threading.Event] = {}

    def invoke(_backend: Any, _name: str, _qualifier: Any, body: Any, *_: Any) -> bytes:
        event = json.loads(body)
        connections.connection.execute(WRITE, event)
        answer = next_event(event)
        if answer["step"] == STEPS:
            last_called[event["run"]].set()
        return json.dumps(answer).encode()

    LambdaSimpleBackend.invoke = invoke
    with mock_aws(config={"lambda": {"use_docker": False}, "stepfunctions": {"execute_state_machine": True}}):
        client = boto3.client("stepfunctions", region_name="us-east-1")
        machine = client.create_state_machine(name="bench", definition=definition(ARN), roleArn=ROLE)

        def run(name: str) -> None:
            last_called[name] = threading.Event()
            started = client.start_execution(
                stateMachineArn=machine["stateMachineArn"], name=name, input=json.dumps(first_event(name))
            )
            last_called[name].wait(60)
            while client.describe_execution(executionArn=started["executionArn"])["status"] == "RUNNING":
                time.sleep(POLL_SECONDS)

        serve(in_threads(run))


if __name__ == "__main__":
    main()
