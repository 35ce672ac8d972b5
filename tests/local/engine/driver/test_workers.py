"""Threads when there is work, or none at all."""

import threading
from asyncio import CancelledError
from functools import partial
from random import Random

import pytest

from local.engine.driver.activity import Activity
from local.engine.driver.workers import InlineWorkers, ThreadWorkers

PATIENCE_SECONDS = 10.0


def test_work_is_done_side_by_side_up_to_the_limit() -> None:
    workers = ThreadWorkers(3, Activity())
    together = threading.Barrier(3)

    def meet() -> None:
        together.wait(PATIENCE_SECONDS)

    for _ in range(6):
        workers.submit(meet)

    assert workers.settle(PATIENCE_SECONDS)
    assert workers.thread_count == 3
    workers.close(1)


def test_an_idle_thread_is_used_again() -> None:
    workers = ThreadWorkers(8, Activity())

    for _ in range(20):
        workers.submit(lambda: None)
        workers.settle(PATIENCE_SECONDS)

    assert workers.thread_count <= 2
    workers.close(1)


@pytest.mark.parametrize("failure", [ZeroDivisionError, CancelledError, SystemExit])
def test_failing_work_does_not_end_its_thread(failure: type[BaseException]) -> None:
    workers = ThreadWorkers(1, Activity())
    done: list[str] = []

    def fail() -> None:
        raise failure

    workers.submit(fail)
    workers.submit(lambda: done.append("after"))

    assert workers.settle(PATIENCE_SECONDS)
    assert done == ["after"]
    workers.close(1)


def test_work_for_which_no_thread_can_be_started_waits_for_those_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workers = ThreadWorkers(2, Activity())
    go_on = threading.Event()
    done: list[str] = []

    def wait() -> None:
        go_on.wait(PATIENCE_SECONDS)

    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    workers.submit(wait)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        workers.submit(lambda: done.append("second"))
    go_on.set()

    assert workers.settle(PATIENCE_SECONDS)
    assert done == ["second"]
    assert workers.thread_count == 1
    workers.close(1)


def test_inline_work_is_done_by_the_caller_in_the_chosen_order() -> None:
    def order(seed: int) -> list[int]:
        workers = InlineWorkers(Random(seed).randrange)
        done: list[int] = []
        for number in range(10):
            workers.submit(partial(done.append, number))
        workers.settle()
        return done

    assert order(7) == order(7)
    assert order(7) != order(8)
    assert sorted(order(7)) == list(range(10))
