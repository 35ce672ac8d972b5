"""Ports: free by default, kept when possible, and a taken one explained."""

import os
import socket
from collections.abc import Iterator

import pytest

from local.supervisor.ports import PortTakenError, choose, free_port, holder, is_free


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


def test_without_wishes_the_port_is_a_free_one() -> None:
    assert is_free(choose("api", None))


def test_the_previous_port_is_kept_while_it_is_free() -> None:
    previous = free_port()

    assert choose("api", previous) == previous


def test_a_previous_port_that_is_taken_is_given_up(taken: int) -> None:
    assert choose("api", taken) != taken


def test_a_fixed_port_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = free_port()
    monkeypatch.setenv("CHAIN_PORT_API", str(wanted))

    assert choose("api", free_port()) == wanted


def test_a_fixed_port_that_is_taken_is_named_with_its_holder(
    taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAIN_PORT_API", str(taken))

    with pytest.raises(PortTakenError) as refused:
        choose("api", None)

    assert str(taken) in str(refused.value)
    assert f"pid {os.getpid()}" in str(refused.value)
    assert "choose another as in `CHAIN_PORT_API=" in str(refused.value)


@pytest.mark.parametrize("value", ["http", "0", "65536", "-1"])
def test_what_is_no_port_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAIN_PORT_API", value)

    with pytest.raises(PortTakenError, match="is not a port"):
        choose("api", None)


def test_nobody_holds_a_free_port() -> None:
    assert holder(free_port()) is None
