"""Buses with their rules, topics, queues and streams."""

import json
from collections.abc import Iterator
from typing import Any

from local.provisioner.clients import Clients
from local.terraform.inventory.reading import Facts, pages, read_document


def buses(clients: Clients) -> Iterator[tuple[str, Facts]]:
    for bus in clients.of("events").list_event_buses()["EventBuses"]:
        yield bus["Name"], {}


def rules(clients: Clients) -> Iterator[tuple[str, Facts]]:
    events = clients.of("events")
    for bus in events.list_event_buses()["EventBuses"]:
        for rule in events.list_rules(EventBusName=bus["Name"])["Rules"]:
            targets = events.list_targets_by_rule(Rule=rule["Name"], EventBusName=bus["Name"])["Targets"]
            yield (
                rule["Name"],
                {
                    "bus": bus["Name"],
                    "pattern": read_document(rule["EventPattern"]),
                    "targets": [target["Arn"] for target in targets],
                },
            )


def topics(clients: Clients) -> Iterator[tuple[str, Facts]]:
    for topic in pages(clients, "sns", "list_topics", "Topics"):
        arn = topic["TopicArn"]
        found = pages(clients, "sns", "list_subscriptions_by_topic", "Subscriptions", TopicArn=arn)
        yield arn.rsplit(":", 1)[1], {"to": sorted((each["Protocol"], each["Endpoint"]) for each in found)}


def queues(clients: Clients) -> Iterator[tuple[str, Facts]]:
    sqs = clients.of("sqs")
    for url in pages(clients, "sqs", "list_queues", "QueueUrls"):
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        yield (
            url.rsplit("/", 1)[1],
            {
                "visibility": attributes["VisibilityTimeout"],
                "retention": attributes["MessageRetentionPeriod"],
                "redrive": _numbers_as_text(attributes.get("RedrivePolicy")),
                "policy": read_document(attributes.get("Policy")),
            },
        )


def streams(clients: Clients) -> Iterator[tuple[str, Facts]]:
    kinesis = clients.of("kinesis")
    for name in pages(clients, "kinesis", "list_streams", "StreamNames"):
        found = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
        yield name, {"hours": found["RetentionPeriodHours"], "mode": found["StreamModeDetails"]}


def _numbers_as_text(document: object) -> Any:
    return json.loads(document, parse_int=str) if isinstance(document, str) else document
