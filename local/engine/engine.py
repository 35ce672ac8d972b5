"""The engine, whole: give it a database and it runs state machines.

    with Engine(database_url, clock=VirtualClock(), invoke=functions_in_process({"greet": greet})) as engine:
        machine = engine.call("CreateStateMachine", {"name": …, "definition": …, "roleArn": …})
        engine.call("StartExecution", {"stateMachineArn": machine["stateMachineArn"], "name": "first"})
        engine.advance(timedelta(days=10))

`python -m local.engine` serves the same on HTTP.
"""

import secrets
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from local.engine.activity_tasks import ActivityTasks, OfferedActivities
from local.engine.api.redrive import ClientTokens
from local.engine.clock import Clock, SystemClock, VirtualClock
from local.engine.definitions import Definitions
from local.engine.driver.activity import Activity
from local.engine.driver.books import Books
from local.engine.driver.driver import Driver
from local.engine.driver.folded_runs import FoldedRuns
from local.engine.driver.folding import Folding
from local.engine.driver.patience import Patience
from local.engine.driver.records import Making
from local.engine.driver.steps import Steps
from local.engine.driver.tokens import TaskTokens
from local.engine.driver.workers import ThreadWorkers, Workers
from local.engine.integrations.calls import Invoke, service_invoke
from local.engine.integrations.clients import Clients
from local.engine.integrations.objects import S3Objects
from local.engine.launching import Launching
from local.engine.map_runs.running import MapRunning
from local.engine.nested_runs import NestedRuns
from local.engine.options import EngineOptions
from local.engine.reporting.execution_logs import ExecutionLogs
from local.engine.reporting.status_delivery import StatusDelivery
from local.engine.retention import Retention
from local.engine.store.activities import Activities
from local.engine.store.aliases import Aliases, Tags
from local.engine.store.connections import Connections
from local.engine.store.executions import Executions
from local.engine.store.machines import Machines
from local.engine.store.map_items import MapItems
from local.engine.store.map_runs import MapRuns
from local.engine.store.memory_journal import MemoryJournal
from local.engine.store.postgres_journal import PostgresJournal
from local.engine.store.routed_journal import RoutedJournal
from local.engine.store.schema import ensure_schema, ensure_setting
from local.engine.store.status_changes import StatusChanges
from local.engine.world import World

_START_PATIENCE_SECONDS = 30.0


class NotVirtualError(TypeError):
    """Only an engine with a `VirtualClock` can be moved in time."""


class Engine:
    """`invoke` carries out every task but nested executions; by default boto3 does.

    With `InlineWorkers` nothing happens but in `settle`, `advance` and `jump`, on the caller's thread.
    """

    def __init__(
        self,
        database_url: str,
        *,
        clock: Clock | None = None,
        invoke: Invoke | None = None,
        workers: Workers | None = None,
        options: EngineOptions | None = None,
    ) -> None:
        options = options or EngineOptions()
        sizes = options.sizes
        self.account = options.account
        self.clock = clock or SystemClock()
        self.random = options.random
        self.patience = Patience()
        self._connections = Connections(database_url, sizes.connections)
        self.machines = Machines(self._connections)
        self.aliases = Aliases(self._connections)
        self.tags = Tags(self._connections)
        self.activities = Activities(self._connections)
        self.executions = Executions(self._connections)
        self.map_runs = MapRuns(self._connections)
        self.map_items = MapItems(self._connections)
        self.activity_tasks = ActivityTasks()
        self.client_tokens = ClientTokens()
        self.logs = ExecutionLogs(self.machines.revision, options.log_sink)
        self.status_delivery = (
            StatusDelivery(StatusChanges(self._connections), options.event_bus) if options.event_bus else None
        )
        self._activity = Activity()
        self._workers = workers or ThreadWorkers(sizes.workers, self._activity)
        self._most_calls = sizes.workers
        self._has_relay = workers is None and not isinstance(self.clock, VirtualClock)
        announced = self.status_delivery.wake if self.status_delivery else None
        self._journal = RoutedJournal(PostgresJournal(self._connections, announced), MemoryJournal())
        self._objects = options.objects or S3Objects(Clients(options.services))
        self._invoke = invoke or service_invoke(options.services)
        self._folded_runs = FoldedRuns(sizes.folded_runs)
        self._on_end = options.on_end

    def open(self) -> Self:
        """Makes the schema when it is missing and takes up the runs that a former engine left."""
        self.patience.until_journaled(self._prepare_database, limit_seconds=_START_PATIENCE_SECONDS)
        offered = OfferedActivities(self.activities, self.activity_tasks)
        self.world = World(self._invoke, self._journal, self.patience, offered)
        steps = Steps(
            self._journal,
            self.clock,
            self.patience,
            Folding(self._journal, self._folded_runs, Definitions(self.machines).of, self.logs.of),
            Making(self.clock, self.random, self.tokens),
            Books(self._folded_runs, self._on_end),
        )
        self.driver = Driver(
            steps,
            self._journal,
            self.world,
            self.clock,
            self._workers,
            self._activity,
            self.patience,
            pipes=self._journal if self._has_relay else None,
            most_calls=self._most_calls,
        )
        self.launching = Launching(
            self.machines,
            self.aliases,
            self.executions,
            self._journal,
            self.driver,
            self.clock,
            self.account,
            self.random,
        )
        self.world.nested = NestedRuns(self.launching, self._journal, self.driver)
        self.map_running = MapRunning(
            self.map_runs,
            self.map_items,
            self._journal,
            self.driver,
            self._objects,
            self.clock,
            self._workers,
            self.patience,
        )
        self.world.map_running = self.map_running
        self.patience.until_journaled(self.map_running.open, limit_seconds=_START_PATIENCE_SECONDS)
        self.retention = Retention(self.executions, self.driver, self.clock)
        self.patience.until_journaled(self.driver.open, limit_seconds=_START_PATIENCE_SECONDS)
        if self.status_delivery:
            self.status_delivery.open()
        if not isinstance(self.clock, VirtualClock):
            self.retention.open()
        return self

    def close(self, timeout: float = 5.0) -> None:
        """Waits up to `timeout` seconds for work under way; the rest is done again at the next start."""
        self.driver.timers.close()
        self.activity_tasks.close()
        self.retention.close()
        self._workers.close(timeout)
        self.driver.close()
        self.logs.close(timeout)
        if self.status_delivery:
            self.status_delivery.close(timeout)
        self._connections.close()

    def __enter__(self) -> Self:
        return self.open()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def call(self, action: str, request: dict[str, Any]) -> dict[str, Any]:
        """An action of the Step Functions API, with its JSON members; raises `ApiError`."""
        from local.engine.api.actions import perform  # noqa: PLC0415 -- actions need the engine's type

        return perform(self, action, request)

    def settle(self, timeout: float | None = None) -> bool:
        """Waits until nothing is under way, at the clock's present time."""
        return self._workers.settle(timeout)

    def jump(self) -> datetime | None:
        """Moves the virtual clock to the next due timer and fires it; None when there is none."""
        clock = self._virtual_clock()
        self._fire_due()
        due_at = self.driver.timers.next_due()
        if due_at is not None:
            clock.move_to(due_at)
            self._fire_due()
        return due_at

    def advance(self, by: timedelta) -> None:
        """Moves the virtual clock on, stopping at every timer on the way."""
        clock = self._virtual_clock()
        end = clock.now() + by
        self._fire_due()
        while (due_at := self.driver.timers.next_due()) is not None and due_at <= end:
            clock.move_to(due_at)
            self._fire_due()
        clock.move_to(end)

    def _prepare_database(self) -> None:
        ensure_schema(self._connections)
        secret = ensure_setting(self._connections, "task_token_secret", secrets.token_hex(32))
        self.tokens = TaskTokens(bytes.fromhex(secret))

    def _fire_due(self) -> None:
        self.settle()
        while self.driver.timers.fire_due():
            self.settle()

    def _virtual_clock(self) -> VirtualClock:
        if not isinstance(self.clock, VirtualClock):
            raise NotVirtualError("Engine(…, clock=VirtualClock()) can be moved in time, this one not")
        return self.clock
