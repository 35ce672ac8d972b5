"""What the command `simulate` does: a campaign, or one recorded failure again."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console

from local.postgres.throw_away import ThrowAwayServer, throw_away_server
from local.simulator.campaign import Campaign, place_on, play, run_campaign
from local.simulator.faults.catalogue import faults_named
from local.simulator.recording import read_recording, recording_of, write_recording
from local.simulator.report import Progress, tell_broken, tell_tally
from local.simulator.scenario import scenario_of
from local.simulator.shrinking import shrunk
from local.simulator.world import Outcome


@dataclass(frozen=True)
class Asked:
    """The command's options."""

    machine: str
    seed: int
    runs: int
    faults: str
    workers: int
    shrinks: bool
    traces: Path | None


def simulate(home: Path, asked: Asked) -> bool:
    """Whether every invariant held. Raises UnknownFaultError, UnknownMachineError."""
    scenario_of(asked.machine)
    campaign = Campaign(asked.machine, asked.seed, asked.runs, faults_named(asked.faults), asked.workers)
    console, said = Console(highlight=False), Console(stderr=True, highlight=False)
    with throw_away_server(home) as server:
        progress = Progress(campaign, said)
        tally = run_campaign(campaign, server, partial(_told, progress, asked.traces))
        tell_tally(console, campaign, tally, progress.seconds)
        if tally.broken is None:
            return True
        shortest = _shortest(server, said, tally.broken) if asked.shrinks else tally.broken
    tell_broken(console, shortest)
    file = home / "simulator" / f"{shortest.setting.name.replace('/', '-')}.json"
    write_recording(recording_of(shortest), file)
    console.print(f"play it again: ./chain simulate --replay {file}", soft_wrap=True)
    return False


def replay(home: Path, file: Path) -> bool:
    """Whether the recorded failure is gone. Raises RecordingError, UnknownMachineError."""
    recording = read_recording(file)
    scenario_of(recording.machine)
    console = Console(highlight=False)
    with throw_away_server(home) as server, place_on(server, recording.machine) as place:
        outcome = play(recording.setting, place)
    if outcome.broken is None:
        console.print(f"it holds now: {recording.invariant}")
        return True
    tell_broken(console, outcome)
    same = tuple(outcome.trace.splitlines()) == recording.trace
    console.print("the trace is the recorded one" if same else "the trace is another than the recorded one")
    return False


def _told(progress: Progress, traces: Path | None, outcome: Outcome) -> None:
    progress.told(outcome)
    if traces is not None:
        traces.mkdir(parents=True, exist_ok=True)
        (traces / f"{outcome.setting.name.replace('/', '-')}.txt").write_text(outcome.trace)


def _shortest(server: ThrowAwayServer, said: Console, broken: Outcome) -> Outcome:
    said.print(f"{broken.broken}: looking for the shortest trace that still fails …", soft_wrap=True)
    with place_on(server, broken.setting.machine) as place:
        return shrunk(broken, lambda setting: play(setting, place))
