"""A redriven map run runs those children again that did not succeed."""

from typing import Any

from tests.local.engine.bench import Bench
from tests.local.engine.definitions import ask, call, distributed, sequence
from tests.local.engine.map_runs.maps import children, fail_on, map_run, output, start


def test_a_redrive_runs_what_did_not_succeed_and_nothing_else(bench: Bench) -> None:
    calls: list[Any] = []
    broken = {2}

    def pick(event: Any, _context: Any) -> Any:
        calls.append(event)
        return fail_on(*broken)(event, None)

    bench.functions.by_name["pick"] = pick
    run = start(bench, distributed(sequence(Pick=call("pick")), MaxConcurrency=1), [1, 2, 3])
    broken.clear()

    bench.engine.call("RedriveExecution", {"executionArn": run})
    bench.engine.settle()

    assert output(bench, run) == [1, 2, 3]
    assert calls == [1, 2, 2, 3]
    assert "MapRunRedriven" in bench.types(run)
    described = map_run(bench, run)
    assert (described["status"], described["redriveCount"]) == ("SUCCEEDED", 1)


def test_a_stopped_run_goes_on_when_redriven(bench: Bench) -> None:
    run = start(bench, distributed(sequence(Ask=ask()), MaxConcurrency=1), [1, 2])
    bench.engine.call("StopExecution", {"executionArn": run})
    bench.engine.settle()

    bench.engine.call("RedriveExecution", {"executionArn": run})
    bench.engine.settle()
    for _ in range(2):
        answer = {"taskToken": bench.functions.tokens[-1], "output": "0"}
        bench.engine.call("SendTaskSuccess", answer)
        bench.engine.settle()

    assert output(bench, run) == [0, 0]
    assert map_run(bench, run)["redriveCount"] == 1


def test_a_second_redrive_runs_what_failed_again(bench: Bench) -> None:
    bench.functions.by_name["pick"] = fail_on(1)
    run = start(bench, distributed(sequence(Pick=call("pick"))), [1])
    for _ in range(2):
        bench.engine.call("RedriveExecution", {"executionArn": run})
        bench.engine.settle()
    before = bench.status(run)
    bench.functions.by_name["pick"] = fail_on()

    bench.engine.call("RedriveExecution", {"executionArn": run})
    bench.engine.settle()

    assert before == "FAILED"
    assert output(bench, run) == [1]
    assert map_run(bench, run)["redriveCount"] == 3


def test_a_redrive_runs_failed_express_children_alone_anew(bench: Bench) -> None:
    calls: list[Any] = []
    broken = {2}

    def pick(event: Any, _context: Any) -> Any:
        calls.append(event)
        return fail_on(*broken)(event, None)

    bench.functions.by_name["pick"] = pick
    run = start(bench, distributed(sequence(Pick=call("pick")), "EXPRESS", MaxConcurrency=1), [1, 2])
    broken.clear()

    bench.engine.call("RedriveExecution", {"executionArn": run})
    bench.engine.settle()

    assert output(bench, run) == [1, 2]
    assert calls == [1, 2, 2]


def test_a_child_is_redriven_by_its_map_run_only(bench: Bench) -> None:
    bench.functions.by_name["pick"] = fail_on(1)
    run = start(bench, distributed(sequence(Pick=call("pick"))), [1])

    (child,) = children(bench, run)

    assert bench.described(child["executionArn"])["redriveStatus"] == "REDRIVABLE_BY_MAP_RUN"
