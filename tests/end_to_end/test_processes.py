"""No process stays behind, whatever ends the platform; a taken port is explained."""

import os
import signal
import socket

import pytest

from local.supervisor import state
from tests.end_to_end.conftest import Machine, processes_of, wait_for_line
from tests.local.supervisor.waiting import wait_for

pytestmark = pytest.mark.slow


def test_an_interrupted_demonstration_leaves_no_process(machine: Machine) -> None:
    playing = machine.start("demo", "--count", "3")
    wait_for_line(playing, "posted")

    playing.send_signal(signal.SIGINT)

    playing.communicate(timeout=60)
    assert playing.returncode == 130
    assert machine.survivors() == []


def test_an_interrupted_start_leaves_no_process(machine: Machine) -> None:
    starting = machine.start("up")
    wait_for_line(starting, "PostgreSQL 18")

    starting.send_signal(signal.SIGINT)

    starting.communicate(timeout=60)
    assert starting.returncode == 130
    assert machine.survivors() == []


def test_a_killed_demonstration_leaves_no_process(machine: Machine) -> None:
    playing = machine.start("demo")
    wait_for_line(playing, "received")

    playing.kill()

    playing.wait(timeout=60)
    wait_for(lambda: machine.survivors() == [])


def test_down_leaves_no_process(running: Machine) -> None:
    assert running.survivors()

    assert running.chain("down").returncode == 0

    assert running.survivors() == []


def test_after_a_killed_supervisor_the_platform_starts_again(running: Machine) -> None:
    known = state.running(running.home)
    assert known
    os.kill(known.pid, signal.SIGKILL)
    wait_for(lambda: state.running(running.home) is None)

    again = running.chain("up")

    assert again.returncode == 0, again.stdout
    assert processes_of(known.run) == []


def test_a_taken_port_is_named_with_its_holder_and_the_way_out(machine: Machine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = machine.chain("up", CHAIN_PORT_API=str(port))

    assert refused.returncode == 1
    assert f"port {port} (CHAIN_PORT_API) is taken by" in refused.stdout
    assert f"pid {os.getpid()}" in refused.stdout
    assert machine.survivors() == []
