"""Buses and topics, queues with dead letters, and what carries events from one to the other."""

import json
from typing import Any

from botocore.exceptions import ClientError

from local.declaration.model import EventPattern, Subscription
from local.declaration.naming import dead_letters_name
from local.provisioner.clients import Client, is_error
from local.provisioner.platform import ACCOUNT, REGION
from local.provisioner.site import Site

TARGET = "queue"


def ensure_buses(site: Site) -> None:
    events = site.clients.of("events")
    existing = {bus["Name"] for bus in events.list_event_buses()["EventBuses"]}
    for bus in site.declaration.buses:
        if bus not in existing:
            events.create_event_bus(Name=bus)


def ensure_topics(site: Site) -> None:
    """Topics are made again without effect."""
    sns = site.clients.of("sns")
    existing = {topic["TopicArn"] for topic in sns.list_topics()["Topics"]}
    for topic in site.declaration.topics:
        if site.arns.of("topic", topic) not in existing:
            sns.create_topic(Name=site.name(topic))


def ensure_queues(site: Site) -> None:
    """Each subscription's queue with leave for rule or topic to send, and all queues of dead letters."""
    sqs = site.clients.of("sqs")
    existing = {url.rsplit("/", 1)[1] for url in sqs.list_queues().get("QueueUrls", [])}
    for name, subscription in site.declaration.subscriptions.items():
        dead_letters = {"MessageRetentionPeriod": str(subscription.queue.dead_letters.retention)}
        _ensure_queue(sqs, dead_letters_name(site.service, name), dead_letters, existing)
        _ensure_queue(sqs, site.name(name), _queue_attributes(site, name, subscription), existing)
    for name, mapping in site.declaration.stream_mappings.items():
        dead_letters = {"MessageRetentionPeriod": str(mapping.retention)}
        _ensure_queue(sqs, dead_letters_name(site.service, name), dead_letters, existing)


def _queue_attributes(site: Site, name: str, subscription: Subscription) -> dict[str, str]:
    redrive = {
        "deadLetterTargetArn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{dead_letters_name(site.service, name)}",
        "maxReceiveCount": subscription.queue.dead_letters.max_receive,
    }
    return {
        "VisibilityTimeout": str(subscription.queue.visibility),
        "RedrivePolicy": json.dumps(redrive),
        "Policy": json.dumps(_queue_policy(site, name, subscription)),
    }


def _queue_policy(site: Site, name: str, subscription: Subscription) -> dict[str, Any]:
    sender = "sns" if subscription.topic else "events"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": f"{sender}.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": site.arns.of("queue", name),
        "Condition": {"ArnEquals": {"aws:SourceArn": _source_arn(site, name, subscription)}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _source_arn(site: Site, name: str, subscription: Subscription) -> str:
    if subscription.topic:
        return site.arns.of("topic", subscription.topic)
    return f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{subscription.bus}/{site.name(name)}"


def _ensure_queue(sqs: Client, name: str, attributes: dict[str, str], existing: set[str]) -> None:
    if name not in existing:
        sqs.create_queue(QueueName=name, Attributes=attributes)
        return
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    changed = {key: value for key, value in attributes.items() if _read(found.get(key)) != _read(value)}
    if changed:
        sqs.set_queue_attributes(QueueUrl=url, Attributes=changed)


def _read(attribute: str | None) -> object:
    """Numbers and policies compared by meaning: the service may write them in another way."""
    read: object = json.loads(attribute, parse_int=str) if attribute else None
    return read


def ensure_rules(site: Site) -> None:
    events = site.clients.of("events")
    for name, subscription in site.declaration.subscriptions.items():
        if subscription.bus and subscription.pattern:
            _ensure_rule(events, site.name(name), subscription.bus, subscription.pattern)
            _ensure_target(events, site.name(name), subscription.bus, site.arns.of("queue", name))


def ensure_topic_subscriptions(site: Site) -> None:
    """Topic → queue."""
    sns = site.clients.of("sns")
    for name, subscription in site.declaration.subscriptions.items():
        if subscription.topic:
            topic, queue = site.arns.of("topic", subscription.topic), site.arns.of("queue", name)
            found = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
            if queue not in [one["Endpoint"] for one in found]:
                sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)


def _ensure_rule(events: Client, name: str, bus: str, matching: EventPattern) -> None:
    pattern = {"source": matching.source}
    if matching.detail_type:
        pattern["detail-type"] = matching.detail_type
    try:
        found = events.describe_rule(Name=name, EventBusName=bus)
    except ClientError as error:
        if not is_error(error, "ResourceNotFoundException"):
            raise
        found = {}
    if json.loads(found.get("EventPattern") or "{}") != pattern:
        events.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps(pattern))


def _ensure_target(events: Client, rule: str, bus: str, queue_arn: str) -> None:
    targets = events.list_targets_by_rule(Rule=rule, EventBusName=bus)["Targets"]
    if [target["Arn"] for target in targets] != [queue_arn]:
        events.put_targets(Rule=rule, EventBusName=bus, Targets=[{"Id": TARGET, "Arn": queue_arn}])
