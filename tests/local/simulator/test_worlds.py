import os
import subprocess
import sys
from dataclasses import replace

import pytest

from local.bootstrap.layout import ROOT
from local.postgres.throw_away import ThrowAwayServer
from local.simulator.campaign import Campaign, Tally, play, run_campaign
from local.simulator.faults.catalogue import FAULTS
from local.simulator.place import Place
from local.simulator.world import Outcome
from tests.local.simulator.settings import setting

PLAY_ANEW = """
import sys
from local.simulator.campaign import play
from local.simulator.place import place_at
from local.simulator.scenario import scenario_of
from tests.local.simulator.settings import setting

with place_at(sys.argv[1], scenario_of("booking").schemas) as place:
    sys.stdout.write(play(setting(), place).trace)
"""


@pytest.fixture(scope="module")
def outcome(place: Place) -> Outcome:
    """A small world with all faults."""
    return play(setting(), place)


def test_every_invariant_holds(outcome: Outcome) -> None:
    assert outcome.broken is None
    assert outcome.checks > 500
    assert len(outcome.ended) == 8


def test_faults_strike(outcome: Outcome) -> None:
    assert len(outcome.struck) >= 5
    assert outcome.trace.count("fault ") == sum(outcome.struck.values())


def test_the_same_seed_gives_the_same_trace(outcome: Outcome, place: Place) -> None:
    # another world in between leaves nothing behind
    other = play(setting(number=1, runs=2), place)

    assert play(setting(), place).trace == outcome.trace
    assert other.trace != outcome.trace


def test_the_trace_is_the_same_in_another_process(outcome: Outcome, place: Place) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "77", "PYTHONPATH": str(ROOT)}

    played = subprocess.run(
        [sys.executable, "-c", PLAY_ANEW, place.url],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )

    assert played.stdout.decode() == outcome.trace


def test_without_faults_none_strikes(place: Place) -> None:
    calm = play(setting(runs=3, faults=frozenset()), place)

    assert calm.broken is None
    assert not calm.struck
    assert "fault " not in calm.trace


@pytest.mark.slow
def test_a_campaign_is_the_same_with_one_worker_and_with_two(postgres_server: ThrowAwayServer) -> None:
    # given
    campaign = Campaign("booking", 5, 60, frozenset(FAULTS), runs_a_world=10)

    # when
    alone, together = (
        run_campaign(replace(campaign, workers=workers), postgres_server, lambda _outcome: None)
        for workers in (1, 2)
    )

    # then
    assert _figures(alone) == _figures(together)
    assert alone.broken is None
    assert alone.runs == 60
    assert alone.median_length.days >= 2
    assert set(alone.struck) == set(FAULTS)


def _figures(tally: Tally) -> tuple[object, ...]:
    return (tally.digest, tally.ends, tally.struck, tally.checks, sorted(tally.lengths))
