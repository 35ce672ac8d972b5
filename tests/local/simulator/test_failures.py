"""A planted bug is found, shrunk, recorded, and breaks the same way when it is played again."""

from math import inf
from pathlib import Path

import pytest

from local.simulator.campaign import play
from local.simulator.faults.catalogue import EVERY_FAULT, UnknownFaultError, faults_named
from local.simulator.place import Place
from local.simulator.recording import RecordingError, read_recording, recording_of, write_recording
from local.simulator.scenario import UnknownMachineError, scenario_of
from local.simulator.shrinking import shrunk
from tests.local.simulator.mutants import MUTANTS
from tests.local.simulator.settings import setting

TOO_EARLY = next(mutant for mutant in MUTANTS if "before its commit" in mutant.name)
TRIES = 14


def test_a_failure_is_shrunk_recorded_and_played_again(place: Place, tmp_path: Path) -> None:
    with TOO_EARLY.planted() as planted:
        # given
        broken = next(
            outcome
            for number in range(20)
            if (outcome := play(setting(number=number, runs=6), place, planted)).broken
        )

        # when
        shortest = shrunk(broken, lambda asked: play(asked, place, planted), tries=TRIES, seconds=inf)
        write_recording(recording_of(shortest), tmp_path / "failure.json")
        recording = read_recording(tmp_path / "failure.json")
        again = play(recording.setting, place, planted)

    # then
    assert broken.broken is not None
    assert again.broken == shortest.broken
    assert recording.invariant == broken.broken.invariant
    assert tuple(again.trace.splitlines()) == recording.trace
    assert sum(key.startswith("load/") for key in shortest.made) == 1
    assert recording.trace[-1].endswith(f"BROKEN {again.broken}")


def test_a_file_that_is_no_recording_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text('{"machine": "booking"}')

    with pytest.raises(RecordingError, match=r"other\.json is no recording of the simulator: seed"):
        read_recording(tmp_path / "other.json")
    with pytest.raises(RecordingError, match="cannot read"):
        read_recording(tmp_path / "none.json")


def test_names_that_do_not_exist_are_refused() -> None:
    with pytest.raises(UnknownFaultError, match="no such fault: lightning; known are crash-before-write"):
        faults_named("lose,lightning")
    with pytest.raises(UnknownMachineError, match="'warehouse'; there are booking"):
        scenario_of("warehouse")


def test_faults_are_named_with_commas() -> None:
    assert faults_named("lose, restart") == {"lose", "restart"}
    assert faults_named("none") == frozenset()
    assert faults_named("all") == set(EVERY_FAULT)
