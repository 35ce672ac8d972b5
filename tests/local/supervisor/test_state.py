"""What runs is read from a file, and believed only while a supervisor holds its lock."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from local.supervisor.state import Ports, Running, last_known, running, write
from local.supervisor.supervisor import AlreadyRunningError, holding

STATE = Running(pid=1, run="r", started_at=datetime(2027, 1, 1, tzinfo=UTC), ports=Ports(api=4566))


def test_nothing_was_ever_started(tmp_path: Path) -> None:
    assert running(tmp_path) is None
    assert last_known(tmp_path) is None


def test_a_held_platform_runs(tmp_path: Path) -> None:
    with holding(tmp_path):
        write(tmp_path, STATE)

        assert running(tmp_path) == STATE


def test_what_a_dead_supervisor_wrote_is_only_last_known(tmp_path: Path) -> None:
    with holding(tmp_path):
        write(tmp_path, STATE)

    assert running(tmp_path) is None
    assert last_known(tmp_path) == STATE


def test_a_second_supervisor_is_refused(tmp_path: Path) -> None:
    with holding(tmp_path), pytest.raises(AlreadyRunningError, match="make down"), holding(tmp_path):
        pass


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    write(tmp_path, STATE)
    (tmp_path / "run" / "supervisor.json").write_text("{")

    assert last_known(tmp_path) is None
