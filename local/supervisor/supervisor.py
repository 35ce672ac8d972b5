"""Starts the platform's parts in the right order, keeps them alive, and ends them in the reverse order."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from uuid import uuid4

from local.provisioner.platform import Endpoints
from local.supervisor import parts, state
from local.supervisor.children import adopt_orphans
from local.supervisor.leftovers import end_adopted, end_leftovers, reap_adopted
from local.supervisor.parts import Place
from local.supervisor.ports import choose
from local.supervisor.programs import Programs, Supervised, wait_until_ready
from local.supervisor.provisioning import Maker, create_schema, forget_unfinished, provision
from local.supervisor.report import READY, Report, Reporter

WATCH_SECONDS = 0.1


class AlreadyRunningError(Exception):
    """Another supervisor holds this home."""


@dataclass
class Supervisor:
    """The platform of one home. `database_url` is the operator's own server, if there is one."""

    place: Place
    reporter: Reporter
    database_url: str | None = None
    maker: Maker = Maker.PROVISIONER
    programs: Programs = field(default_factory=Programs)
    ports: state.Ports = field(default_factory=state.Ports)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    ready: bool = False

    def run(self) -> None:
        """Runs until a signal handler raises; whatever happens, nothing is left running."""
        adopt_orphans()
        try:
            self.start()
            self.watch()
        finally:
            self.stop()

    def start(self) -> None:
        """Raises PortTakenError, PartFailedError and the errors of PostgreSQL's preparation."""
        began = time.monotonic()
        self._clear_up()
        self._choose_ports()
        early = [self.programs.start(part) for part in self._independent_parts()]
        database_url = self._start_database()
        late = [self.programs.start(self._engine(database_url))]
        for one in (*early, *late):
            self._await(one)
        with self._step("provision"):
            self._provision(database_url)
        self.ready = True
        self._write()
        self.reporter.tell(Report(READY, done=True, seconds=time.monotonic() - began))
        self.reporter.close()

    def watch(self) -> None:
        """Restarts what crashes; what an emulator that was killed has forgotten is provisioned again."""
        while True:
            again = self.programs.restart_crashed()
            if again:
                self._write()
            for one in again:
                if one.part.holds_declared:
                    wait_until_ready(one)
                    self._provision(self._database_url())
            reap_adopted(self.programs.pids)
            time.sleep(WATCH_SECONDS)

    def stop(self) -> None:
        self.ready = False
        self.programs.stop()
        end_adopted()
        self._write()

    def _clear_up(self) -> None:
        before = state.last_known(self.place.home)
        if before:
            end_leftovers(before.run)
            self.ports = before.ports
        if self.maker is Maker.TERRAFORM:
            forget_unfinished(self.place)
        self._write()

    def _choose_ports(self) -> None:
        self.ports = state.Ports(**{name: choose(name, port) for name, port in self.ports})
        self._write()

    def _independent_parts(self) -> Iterator[parts.Part]:
        yield parts.emulator(self.place, _chosen(self.ports.api), enforces_iam=self.maker is Maker.TERRAFORM)
        yield parts.functions(self.place, _chosen(self.ports.functions))
        yield parts.fmcsa(self.place, _chosen(self.ports.fmcsa))
        yield parts.phones(self.place, _chosen(self.ports.phones), _url(self.ports.api))

    def _engine(self, database_url: str) -> parts.Part:
        aws, functions = _url(self.ports.api), _url(self.ports.functions)
        return parts.engine(self.place, _chosen(self.ports.states), database_url, aws, functions)

    def _start_database(self) -> str:
        """Starts PostgreSQL unless the operator has one; returns the URL of the migrated database."""
        if not self.database_url:
            part, cluster = parts.postgres(self.place, _chosen(self.ports.postgres))
            self.database_url = cluster.url(part.port)
            self._await(self.programs.start(part))
        with self._step("schema"):
            create_schema(self._database_url())
        return self._database_url()

    def _database_url(self) -> str:
        assert self.database_url
        return self.database_url

    def _provision(self, database_url: str) -> None:
        endpoints = Endpoints(
            aws=_url(self.ports.api),
            states=_url(self.ports.states),
            functions=_url(self.ports.functions),
            fmcsa=_url(self.ports.fmcsa),
            phones=_url(self.ports.phones),
            database=database_url,
            fmcsa_web_key=parts.STAND_IN_WEB_KEY,
        )
        provision(self.place, endpoints, self.maker)

    def _await(self, one: Supervised) -> None:
        with self._step(one.part.name):
            wait_until_ready(one)
        self._write()

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        self.reporter.tell(Report(name, done=False))
        yield
        self.reporter.tell(Report(name, done=True, seconds=time.monotonic() - began))

    def _write(self) -> None:
        now = state.Running(
            pid=os.getpid(),
            run=self.place.run,
            started_at=self.started_at,
            ready=self.ready,
            ports=self.ports,
            parts=tuple(one.state for one in self.programs.all),
        )
        state.write(self.place.home, now)


@contextmanager
def holding(home: Path) -> Iterator[IO[str]]:
    """Holds this home for as long as the supervisor lives. Raises AlreadyRunningError."""
    lock = state.lock_file(home)
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise AlreadyRunningError(
                f"a platform already runs in {home}: see `./chain status`, end it with `make down`"
            ) from busy
        yield held


def new_run() -> str:
    return uuid4().hex


def _chosen(port: int | None) -> int:
    assert port is not None
    return port


def _url(port: int | None) -> str:
    return f"http://127.0.0.1:{_chosen(port)}"
