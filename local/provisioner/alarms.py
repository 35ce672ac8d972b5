"""The declared alarms, on CloudWatch."""

from collections.abc import Iterable, Iterator
from typing import Any

from local.declaration.model import Alarm
from local.declaration.naming import dead_letters_name
from local.provisioner.site import Site

NAMESPACES = {
    "function": ("AWS/Lambda", "FunctionName"),
    "queue": ("AWS/SQS", "QueueName"),
    "dead_letters": ("AWS/SQS", "QueueName"),
    "state_machine": ("AWS/States", "StateMachineArn"),
    "table": ("AWS/DynamoDB", "TableName"),
}


def ensure_alarms(site: Site) -> None:
    """Creates missing alarms and sets those that differ."""
    cloudwatch = site.clients.of("cloudwatch")
    pages = cloudwatch.get_paginator("describe_alarms").paginate(AlarmNamePrefix=f"chain-{site.service}-")
    found = {alarm["AlarmName"]: alarm for page in pages for alarm in page["MetricAlarms"]}
    for wanted in _wanted(site):
        existing = found.get(wanted["AlarmName"], {})
        if any(existing.get(key) != value for key, value in wanted.items()):
            cloudwatch.put_metric_alarm(**wanted)


def _wanted(site: Site) -> Iterator[dict[str, Any]]:
    for name, alarm in site.declaration.alarms.items():
        for kind, watched in _watched(site, alarm):
            suffix = f"-{watched.replace('_', '-')}" if alarm.every else ""
            yield _alarm(site, f"{site.name(name)}{suffix}", alarm, kind, watched)


def _watched(site: Site, alarm: Alarm) -> Iterator[tuple[str, str]]:
    if alarm.resource:
        yield alarm.resource.kind, alarm.resource.name
        return
    names: dict[str | None, Iterable[str]] = {
        "function": site.declaration.functions,
        "dead_letters": (*site.declaration.subscriptions, *site.declaration.stream_mappings),
        "state_machine": site.declaration.state_machines,
    }
    yield from ((str(alarm.every), name) for name in names[alarm.every])


def _alarm(site: Site, name: str, alarm: Alarm, kind: str, watched: str) -> dict[str, Any]:
    namespace, dimension = NAMESPACES[kind]
    statistic = "ExtendedStatistic" if alarm.statistic.startswith("p") else "Statistic"
    return {
        "AlarmName": name,
        "AlarmDescription": alarm.description,
        "Namespace": namespace,
        "MetricName": alarm.metric,
        "Dimensions": [{"Name": dimension, "Value": _dimension(site, kind, watched)}],
        statistic: alarm.statistic,
        "Period": alarm.period,
        "EvaluationPeriods": alarm.evaluation_periods,
        "Threshold": alarm.threshold,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "TreatMissingData": "notBreaching",
    }


def _dimension(site: Site, kind: str, watched: str) -> str:
    if kind == "dead_letters":
        return dead_letters_name(site.service, watched)
    return site.arns.of(kind, watched) if kind == "state_machine" else site.name(watched)
