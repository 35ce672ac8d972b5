"""One thread for many sockets: it is woken, it looks, and no failure ends it."""

import socket
import threading
from asyncio import CancelledError
from collections.abc import Iterator

import pytest

from local.engine.driver import reactor as module
from local.engine.driver.reactor import Reactor

PATIENCE_SECONDS = 10.0


@pytest.fixture
def rounds() -> list[None]:
    return []


@pytest.fixture
def reactor(rounds: list[None]) -> Iterator[Reactor]:
    reactor = Reactor()
    reactor.open(lambda: rounds.append(None))
    yield reactor
    reactor.close(PATIENCE_SECONDS)


def answered(reactor: Reactor) -> bool:
    """Whether it does what it is asked to, after all that it was asked before."""
    done = threading.Event()
    reactor.submit(done.set)
    return done.wait(PATIENCE_SECONDS)


def test_it_looks_when_a_socket_can_be_read_until_it_is_told_not_to(reactor: Reactor) -> None:
    here, there = socket.socketpair()
    heard: list[bytes] = []
    has_heard = threading.Event()

    def look() -> None:
        heard.append(here.recv(1))
        reactor.unwatch(here.fileno())
        has_heard.set()

    reactor.submit(lambda: reactor.watch(here.fileno(), look))
    there.send(b"ab")

    assert has_heard.wait(PATIENCE_SECONDS)
    assert answered(reactor)
    assert heard == [b"a"]


def test_what_is_asked_for_on_its_own_thread_comes_after_what_was_asked_before(reactor: Reactor) -> None:
    done: list[str] = []

    def first() -> None:
        reactor.submit(lambda: done.append("third"))
        done.append("first")

    all_are_asked = threading.Event()

    def wait() -> None:
        all_are_asked.wait(PATIENCE_SECONDS)

    for work in (wait, first, lambda: done.append("second")):
        reactor.submit(work)
    all_are_asked.set()

    assert answered(reactor)
    assert answered(reactor)
    assert done == ["first", "second", "third"]


def test_every_round_has_an_end(reactor: Reactor, rounds: list[None]) -> None:
    before = len(rounds)

    assert answered(reactor)
    assert answered(reactor)

    assert len(rounds) > before


@pytest.mark.parametrize("failure", [ZeroDivisionError, CancelledError, SystemExit])
def test_failing_work_does_not_end_it(
    reactor: Reactor, caplog: pytest.LogCaptureFixture, failure: type[BaseException]
) -> None:
    def fail() -> None:
        raise failure

    reactor.submit(fail)

    assert answered(reactor)
    assert "reactor.work_failed" in caplog.text


def test_who_waits_for_too_long_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_NUDGE_SECONDS", 0.01)
    here, _there = socket.socketpair()
    has_looked = threading.Event()
    reactor = Reactor()
    reactor.open()

    reactor.submit(lambda: reactor.watch(here.fileno(), has_looked.set))

    assert has_looked.wait(PATIENCE_SECONDS)
    reactor.close(PATIENCE_SECONDS)


def test_a_round_ends_after_everybody_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_NUDGE_SECONDS", 10 * PATIENCE_SECONDS)
    here, _there = socket.socketpair()
    looks: list[None] = []
    has_ended = threading.Event()

    def end_round() -> None:
        if looks:
            has_ended.set()

    reactor = Reactor()
    reactor._nudged_at = float("-inf")
    reactor.watch(here.fileno(), lambda: looks.append(None))
    reactor.open(end_round)
    reactor.submit(lambda: None)

    assert has_ended.wait(PATIENCE_SECONDS)
    reactor.close(PATIENCE_SECONDS)


def test_it_may_be_closed_twice_and_asked_afterwards(reactor: Reactor) -> None:
    reactor.close(PATIENCE_SECONDS)

    reactor.close(PATIENCE_SECONDS)
    reactor.submit(lambda: None)
