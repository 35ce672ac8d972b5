"""What a plan would change, less what the emulator is known to forget or to tell wrongly."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Defect:
    """Attributes of a type of resource that the emulator tells wrongly, so that every plan would set them."""

    resource: str
    attributes: frozenset[str]
    reason: str


DEFECTS = (
    Defect(
        "aws_cloudwatch_metric_alarm",
        frozenset(
            {
                "actions_enabled",
                "alarm_description",
                "dimensions",
                "extended_statistic",
                "period",
                "statistic",
                "treat_missing_data",
            }
        ),
        "the alarm is kept as it was put, but DescribeAlarms in the protocol of AWS's SDK for Go, which the "
        "provider is written in, leaves these out; boto3 reads them, and the inventory compares them",
    ),
    Defect(
        "aws_cloudwatch_event_bus_policy",
        frozenset({"policy"}),
        "PutPermission takes no whole Policy: it keeps a statement of its own that lets everybody in",
    ),
)


def changes(plan: dict[str, Any], defects: tuple[Defect, ...] = DEFECTS) -> list[str]:
    """A line for each resource that the plan (`terraform show -json`) would change beyond the defects."""
    known = {defect.resource: defect.attributes for defect in defects}
    planned = [each for each in plan["resource_changes"] if each["mode"] == "managed"]
    return [line for each in planned for line in _beyond(each, known.get(each["type"], frozenset()))]


def _beyond(resource: dict[str, Any], known: frozenset[str]) -> Iterator[str]:
    change = resource["change"]
    match change["actions"]:
        case ["no-op"]:
            return
        case ["update"]:
            differing = sorted(_differing(change) - known)
            if differing:
                yield f"{resource['address']}: {', '.join(differing)}"
        case actions:
            yield f"{resource['address']}: {' and '.join(actions)}"


def _differing(change: dict[str, Any]) -> set[str]:
    before, after = change["before"], {**change["after"], **_unknown(change)}
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _unknown(change: dict[str, Any]) -> dict[str, object]:
    """Values that only an apply can tell, so they may change."""
    return {
        name: "(known after apply)" for name, unknown in change["after_unknown"].items() if unknown is True
    }
