"""Runs as Step Functions tells them, through plain boto3."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise
from typing import Any

from local.demo.aws import aws_client
from local.provisioner.platform import Platform


@dataclass(frozen=True)
class RunSummary:
    """One execution in a list; `state` is the one it is in, or ended in."""

    name: str
    status: str
    state: str | None
    started_at: datetime


@dataclass(frozen=True)
class Visit:
    """One stay in a state, in seconds from the start of the run."""

    state: str
    entered: float
    seconds: float


@dataclass(frozen=True)
class Run:
    """An execution with what AWS would bill: transitions of the machine and invocations of functions."""

    name: str
    status: str
    visits: tuple[Visit, ...]
    invocations: int
    seconds: float

    @property
    def transitions(self) -> int:
        return len(self.visits)


@dataclass(frozen=True)
class Histories:
    """The executions of one state machine."""

    client: Any
    state_machine_arn: str

    @classmethod
    def of(cls, platform: Platform) -> "Histories":
        return cls(aws_client(platform, "stepfunctions"), platform.state_machine_arn)

    def newest(self, limit: int, status: str | None = None) -> list[RunSummary]:
        chosen = {"statusFilter": status} if status else {}
        pages = self.client.get_paginator("list_executions").paginate(
            stateMachineArn=self.state_machine_arn, PaginationConfig={"PageSize": min(limit, 100)}, **chosen
        )
        found = islice((run for page in pages for run in page["executions"]), limit)
        return [
            RunSummary(run["name"], run["status"], self.current_state(run["name"]), run["startDate"])
            for run in found
        ]

    def current_state(self, run_name: str) -> str | None:
        """The state that the run entered last; None before the first."""
        pages = self.client.get_paginator("get_execution_history").paginate(
            executionArn=self.arn(run_name), reverseOrder=True, PaginationConfig={"PageSize": 20}
        )
        events = (event for page in pages for event in page["events"])
        return next((_entered(event) for event in events if _entered(event)), None)

    def state_if_started(self, run_name: str) -> str | None:
        """As `current_state`, and None too for a run that is not there yet."""
        try:
            return self.current_state(run_name)
        except self.client.exceptions.ExecutionDoesNotExist:
            return None

    def status(self, run_name: str) -> str:
        return str(self.client.describe_execution(executionArn=self.arn(run_name))["status"])

    def run(self, run_name: str) -> Run:
        events = list(self._events(run_name))
        start, end = events[0]["timestamp"], events[-1]["timestamp"]
        return Run(
            name=run_name,
            status=self.status(run_name),
            visits=tuple(_visits(events)),
            invocations=sum(_invokes(event) for event in events),
            seconds=(end - start).total_seconds(),
        )

    def arn(self, run_name: str) -> str:
        """Of the execution, whichever version or alias of the machine our ARN names."""
        machine = ":".join(self.state_machine_arn.split(":")[:7])
        return f"{machine.replace(':stateMachine:', ':execution:')}:{run_name}"

    def _events(self, run_name: str) -> Iterator[Any]:
        pages = self.client.get_paginator("get_execution_history").paginate(executionArn=self.arn(run_name))
        for page in pages:
            yield from page["events"]


def _entered(event: Any) -> str | None:
    return str(event["stateEnteredEventDetails"]["name"]) if event["type"].endswith("StateEntered") else None


def _invokes(event: Any) -> bool:
    """A retry of a task is scheduled, and billed, again."""
    if event["type"] == "TaskScheduled":
        return bool(event["taskScheduledEventDetails"]["resourceType"] == "lambda")
    return bool(event["type"] == "LambdaFunctionScheduled")


def _visits(events: Sequence[Any]) -> Iterator[Visit]:
    start, end = events[0]["timestamp"], events[-1]["timestamp"]
    entries = [(state, event["timestamp"]) for event in events if (state := _entered(event))]
    for (state, entered), (_, left) in pairwise([*entries, ("", end)]):
        yield Visit(state, (entered - start).total_seconds(), (left - entered).total_seconds())
