"""How an engine is set up."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from local.engine.api.arns import Account
from local.engine.commands import ExecutionInfo, RunStatus
from local.engine.integrations.clients import Services
from local.engine.integrations.objects import Objects
from local.engine.reporting.destinations import LogSink
from local.engine.reporting.status_delivery import EventBus


@dataclass(frozen=True, slots=True)
class Sizes:
    """`workers` bounds the invocations under way: those of the relay, and as many that are waited for.

    `connections` to Postgres come besides two that write steps together. `folded_runs` are the runs kept in
    memory between steps.
    """

    workers: int = 64
    connections: int = 8
    folded_runs: int = 1000


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """`services` is where tasks find them when no `invoke` is given.

    Without `log_sink` no execution log is written, without `event_bus` nobody is told of status changes.
    `objects` are what item readers read and result writers write; by default those of S3 in `services`.
    `on_end` is told of each run once its end is committed, perhaps twice when that was in doubt, and not when
    the engine is killed in between; it must not wait for anything.
    """

    services: Services = field(default_factory=Services)
    account: Account = field(default_factory=Account)
    sizes: Sizes = field(default_factory=Sizes)
    random: Random = field(default_factory=Random)
    log_sink: LogSink | None = None
    event_bus: EventBus | None = None
    objects: Objects | None = None
    on_end: Callable[[ExecutionInfo, RunStatus], None] | None = None
