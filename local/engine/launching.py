"""Starting executions: which definition, which name, and what AWS answers when the name is taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID, uuid4

from local.engine.api.arns import Account, MachineReference, checked_name, machine_reference
from local.engine.api.errors import ApiError, ErrorName
from local.engine.api.payloads import json_problem
from local.engine.clock import Clock
from local.engine.commands import ExecutionInfo
from local.engine.driver.driver import Driver
from local.engine.retention import is_forgotten
from local.engine.store.aliases import Aliases, Route
from local.engine.store.executions import Execution, Executions
from local.engine.store.journal import NewExecution, Parent
from local.engine.store.machines import Machine, Machines, Revision
from local.engine.store.routed_journal import RoutedJournal


@dataclass(frozen=True, slots=True)
class StartRequest:
    """`machine_arn` may name a version or an alias; `input` is JSON text; `name` None for one of ours."""

    machine_arn: str
    input: str = "{}"
    name: str | None = None
    trace_header: str | None = None
    parent: Parent | None = None


@dataclass(frozen=True, slots=True)
class Launched:
    execution_id: int
    execution_arn: str
    start_time: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Target:
    machine: Machine
    revision_id: UUID
    version_arn: str | None = None
    alias_arn: str | None = None


def nothing(_: Launched) -> None:
    """What is done between the commit and the first command, unless told otherwise."""


@dataclass(frozen=True, eq=False)
class Launching:
    machines: Machines
    aliases: Aliases
    executions: Executions
    journal: RoutedJournal
    driver: Driver
    clock: Clock
    account: Account
    random: Random

    def machine_type(self, machine_arn: str) -> str:
        """STANDARD or EXPRESS; raises StateMachineDoesNotExist."""
        return self._target(machine_reference(machine_arn)).machine.type

    def start(self, request: StartRequest, once_written: Callable[[Launched], None] = nothing) -> Launched:
        """The same name with the same input, while it runs, is the same execution (AWS, StartExecution)."""
        target = self._target(machine_reference(request.machine_arn))
        name = checked_name(request.name if request.name is not None else str(uuid4()))
        checked_input(request.input)
        execution = self._new_execution(request, target, name)
        info = execution.info
        launched = Launched(execution.id, info.execution_arn, info.start_time, is_new=True)
        if self.driver.start(execution, lambda: once_written(launched)):
            return launched
        return self._existing(info.execution_arn, request, once_written)

    def _new_execution(self, request: StartRequest, target: _Target, name: str) -> NewExecution:
        machine, revision = target.machine, self._revision(target.revision_id)
        is_express = machine.type == "EXPRESS"
        info = ExecutionInfo(
            execution_arn=(
                self.account.express_arn(machine.name, name, str(uuid4()))
                if is_express
                else self.account.execution_arn(machine.name, name)
            ),
            name=name,
            role_arn=revision.role_arn,
            state_machine_arn=machine.arn,
            state_machine_name=machine.name,
            start_time=self.clock.now(),
            input=request.input,
            version_arn=target.version_arn,
            alias_arn=target.alias_arn,
            is_express=is_express,
        )
        new_id = self.journal.new_express_id() if is_express else self.journal.new_id()
        return NewExecution(new_id, info, target.revision_id, request.trace_header, request.parent)

    def _existing(
        self, arn: str, request: StartRequest, once_written: Callable[[Launched], None]
    ) -> Launched:
        existing = self.executions.by_arn(arn)
        if existing is None:
            return self.start(request, once_written)
        if is_forgotten(existing, self.clock.now()):
            self.executions.forget([existing.id])
            return self.start(request, once_written)
        is_same_run = existing.status == "RUNNING" and existing.input == request.input
        if not is_same_run and not _is_child_of(existing, request.parent):
            raise ApiError(ErrorName.EXECUTION_ALREADY_EXISTS, f"Execution Already Exists: '{arn}'")
        launched = Launched(existing.id, existing.arn, existing.started_at, is_new=False)
        once_written(launched)
        return launched

    def _revision(self, revision_id: UUID) -> Revision:
        revision = self.machines.revision(revision_id)
        assert revision is not None
        return revision

    def _target(self, reference: MachineReference) -> _Target:
        machine = self.machines.machine(reference.machine_arn)
        if machine is None:
            raise no_such_machine(reference.arn)
        if reference.version is not None:
            return self._version_target(machine, reference.version)
        if reference.alias is not None:
            return self._alias_target(machine, reference)
        return _Target(machine, machine.revision_id)

    def _version_target(self, machine: Machine, number: int) -> _Target:
        version = self.machines.version(machine.arn, number)
        if version is None:
            raise no_such_machine(f"{machine.arn}:{number}")
        return _Target(machine, version.revision_id, version.arn)

    def _alias_target(self, machine: Machine, reference: MachineReference) -> _Target:
        alias = self.aliases.alias(machine.arn, reference.alias or "")
        if alias is None:
            raise no_such_machine(reference.arn)
        number = machine_reference(self._routed(alias.routes)).version
        assert number is not None
        target = self._version_target(machine, number)
        return _Target(machine, target.revision_id, target.version_arn, alias.arn)

    def _routed(self, routes: Sequence[Route]) -> str:
        weights = [route.weight for route in routes]
        return self.random.choices([route.version_arn for route in routes], weights)[0]


def no_such_machine(arn: str) -> ApiError:
    return ApiError(ErrorName.STATE_MACHINE_DOES_NOT_EXIST, f"State Machine Does Not Exist: '{arn}'")


def checked_input(text: str) -> None:
    """Raises InvalidExecutionInput when the text is no JSON."""
    problem = json_problem(text) if text.strip() else "Invalid execution input."
    if problem:
        raise ApiError(
            ErrorName.INVALID_EXECUTION_INPUT, f"Invalid State Machine Execution Input: '{problem}'"
        )


def _is_child_of(execution: Execution, parent: Parent | None) -> bool:
    """A task called again after a crash finds the execution that its first call started."""
    return parent is not None and (execution.parent_id, execution.parent_task) == (
        parent.execution_id,
        parent.task_id,
    )
