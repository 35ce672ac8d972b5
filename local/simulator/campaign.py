"""Many worlds of one seed, side by side in worker processes, until all have gone well or one has not."""

import hashlib
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.pool import Pool
from multiprocessing.queues import SimpleQueue

from local.engine.collecting import collect_seldom
from local.postgres.throw_away import ThrowAwayServer
from local.simulator.place import Place, place_at
from local.simulator.scenario import scenario_of
from local.simulator.setting import Setting
from local.simulator.world import Outcome, Planted, World

RUNS_A_WORLD = 50
SOUND = Planted()


@dataclass(frozen=True)
class Campaign:
    """What is asked for. The worlds, and what happens in them, do not depend on `workers`."""

    machine: str
    seed: int
    runs: int
    faults: frozenset[str]
    workers: int = 1
    runs_a_world: int = RUNS_A_WORLD

    def settings(self) -> Iterator[Setting]:
        for number, first in enumerate(range(0, self.runs, self.runs_a_world)):
            runs = min(self.runs_a_world, self.runs - first)
            yield Setting(self.machine, self.seed, number, runs, self.faults)


@dataclass
class Tally:
    """The sums of the worlds that were played. `digest` stands for all their traces, in order."""

    worlds: int = 0
    runs: int = 0
    checks: int = 0
    lines: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    lengths: list[timedelta] = field(default_factory=list)
    broken: Outcome | None = None
    _digests: dict[int, bytes] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        self.worlds += 1
        self.runs += len(outcome.ended)
        self.checks += outcome.checks
        self.lines += outcome.trace.count("\n")
        self.ends.update(lifecycle.end for lifecycle in outcome.ended)
        self.struck.update(outcome.struck)
        self.lengths += [lifecycle.length for lifecycle in outcome.ended]
        self._digests[outcome.setting.number] = hashlib.sha256(outcome.trace.encode()).digest()
        self.broken = self.broken or (outcome if outcome.broken is not None else None)

    @property
    def median_length(self) -> timedelta:
        return sorted(self.lengths)[len(self.lengths) // 2] if self.lengths else timedelta(0)

    @property
    def digest(self) -> str:
        return hashlib.sha256(b"".join(self._digests[number] for number in sorted(self._digests))).hexdigest()


def play(setting: Setting, place: Place, planted: Planted = SOUND) -> Outcome:
    """Play one world."""
    return World(setting, scenario_of(setting.machine), place, planted).play()


@contextmanager
def place_on(server: ThrowAwayServer, machine: str) -> Iterator[Place]:
    """A database of the server's with the schemas of the machine, for one process."""
    with _databases(server, machine, 1) as urls, place_at(urls[0], scenario_of(machine).schemas) as place:
        yield place


def run_campaign(campaign: Campaign, server: ThrowAwayServer, told: Callable[[Outcome], None]) -> Tally:
    """Play until all is played or a world breaks an invariant. `told` hears of every world, in order."""
    tally = Tally()
    with _players(campaign, server) as players:
        for outcome in players.imap(_play_here, campaign.settings()):
            tally.add(outcome)
            told(outcome)
            if tally.broken is not None:
                break
    return tally


@contextmanager
def _players(campaign: Campaign, server: ThrowAwayServer) -> Iterator[Pool]:
    """Workers that were started anew, each with a database of its own; they are gone at the end."""
    context = get_context("spawn")
    urls: SimpleQueue[str] = context.SimpleQueue()
    with _databases(server, campaign.machine, campaign.workers) as made:
        for url in made:
            urls.put(url)
        with _interrupts_left_to_us():
            players = context.Pool(campaign.workers, _settle_in, (urls, campaign.machine))
        with players:
            yield players


@contextmanager
def _interrupts_left_to_us() -> Iterator[None]:
    """What is started here does not hear Ctrl-C, which the terminal sends to every process."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _databases(server: ThrowAwayServer, machine: str, count: int) -> Iterator[list[str]]:
    made = [server.create_database() for _ in range(count)]
    for url in made:
        scenario_of(machine).prepare(url)
    try:
        yield [server.socket_url_of(url.rsplit("/", 1)[1]) for url in made]
    finally:
        for url in made:
            server.drop_database(url)


class _Settled:
    """The place of this worker process, for as long as it lives."""

    stack = ExitStack()
    place: Place


def _settle_in(urls: SimpleQueue[str], machine: str) -> None:
    """A world makes few cycles, so the collector has little to do but look."""
    _Settled.place = _Settled.stack.enter_context(place_at(urls.get(), scenario_of(machine).schemas))
    collect_seldom()


def _play_here(setting: Setting) -> Outcome:
    return play(setting, _Settled.place)
