"""What the engine is to reach, and whether it did in this run."""

from collections.abc import Mapping
from dataclasses import dataclass

from local.bench.contest import ALONE, SIDE_BY_SIDE, Running
from local.bench.contestants import known
from local.bench.workload import STEPS

MEGABYTES = 60.0
# The run itself is accepted in a commit of its own, before its first step.
COMMITS_A_RUN = STEPS + 1
ROUNDING = 1.01
PLACES = {ALONE: "alone", SIDE_BY_SIDE: f"{SIDE_BY_SIDE}-way"}


@dataclass(frozen=True)
class Verdict:
    """`is_met` None where there is nothing to compare with."""

    target: str
    found: str
    is_met: bool | None


@dataclass(frozen=True)
class Race:
    """`ours` is to do at least `times` the runs of the fastest form of `theirs`."""

    ours: str
    theirs: str
    times: float


RACES = (
    Race(known.COMMITTING.name, "bare driver", 0.5),
    Race(known.COMMITTING.name, "dbos", 5),
    Race(known.COMMITTING.name, "absurd", 3),
    Race(known.FUNCTIONS.name, "moto", 20),
    Race(known.FUNCTIONS.name, "ministack", 3),
)


def verdicts(contestants: list[Running]) -> list[Verdict]:
    by_name = {one.contestant.name: one for one in contestants}
    races = [_race(by_name, race, at_once) for race in RACES for at_once in (ALONE, SIDE_BY_SIDE)]
    engine = by_name[known.COMMITTING.name]
    return [*races, *(_commits(engine, at_once) for at_once in (ALONE, SIDE_BY_SIDE)), _memory(engine)]


def _race(by_name: Mapping[str, Running], race: Race, at_once: int) -> Verdict:
    target = f"{race.ours}: at least {race.times:g} times {race.theirs}, {PLACES[at_once]}"
    rates = {name: one.measured[at_once].rate for name, one in by_name.items()}
    rivals = [rate for name, rate in rates.items() if name.startswith(race.theirs)]
    if not rivals:
        return Verdict(target, "not measured", None)
    ratio = rates[race.ours] / max(rivals)
    return Verdict(target, f"{ratio:.2f} times", ratio >= race.times)


def _commits(engine: Running, at_once: int) -> Verdict:
    commits = engine.measured[at_once].commits_a_run
    target = f"{engine.contestant.name}: a commit a step and one for the start, {PLACES[at_once]}"
    return Verdict(target, f"{commits:.2f} for {STEPS} steps", commits <= COMMITS_A_RUN * ROUNDING)


def _memory(engine: Running) -> Verdict:
    target = f"{engine.contestant.name}: at most {MEGABYTES:.0f} MB"
    return Verdict(target, f"{engine.megabytes:.0f} MB", engine.megabytes <= MEGABYTES)
