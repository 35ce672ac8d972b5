"""Alarms and log groups."""

from collections.abc import Iterator

from local.provisioner.clients import Clients
from local.terraform.inventory.reading import Facts, pages


def alarms(clients: Clients) -> Iterator[tuple[str, Facts]]:
    compared = (
        "AlarmDescription",
        "Namespace",
        "MetricName",
        "Dimensions",
        "Period",
        "EvaluationPeriods",
        "Threshold",
        "ComparisonOperator",
        "TreatMissingData",
    )
    for alarm in pages(clients, "cloudwatch", "describe_alarms", "MetricAlarms"):
        statistic = alarm.get("ExtendedStatistic") or alarm.get("Statistic")
        yield alarm["AlarmName"], {"statistic": statistic, **{name: alarm[name] for name in compared}}


def log_groups(clients: Clients) -> Iterator[tuple[str, Facts]]:
    for group in pages(clients, "logs", "describe_log_groups", "logGroups"):
        yield group["logGroupName"], {}
