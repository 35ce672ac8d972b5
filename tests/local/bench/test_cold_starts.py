"""What a cold start imports: little more than the floor of every function, and nothing that is slow.

Calls are counted, not seconds: `./chain bench cold-starts` shows the seconds.
"""

from local.bench.cold_starts import FLOOR, LIMITS, Times, banned, calls, declared_functions


def test_handlers_import_little_more_than_the_floor() -> None:
    functions, floor = declared_functions(), calls(FLOOR)

    ratios = {function: calls(f"import {function.module}") / floor for function in functions}

    assert ratios
    assert {function.name: ratio for function, ratio in ratios.items() if ratio > function.limit} == {}


def test_handlers_import_nothing_that_is_slow() -> None:
    imported = {function.module: banned(f"import {function.module}") for function in declared_functions()}

    assert {module: found for module, found in imported.items() if found} == {}


def test_a_slow_import_would_be_seen() -> None:
    slow = "import lambdas.shared.task, boto3, fpdf"

    assert calls(slow) / calls(FLOOR) > LIMITS["task"]
    assert {"boto3", "fpdf"} <= banned(slow)


def test_calls_are_the_same_at_each_run() -> None:
    code = "import lambdas.shared.task"

    assert calls(code) == calls(code)


def test_ratios_are_of_the_fastest_imports() -> None:
    times = Times(floor=[2.0, 1.0, 3.0], modules={"some.module": [2.5, 1.5]})

    assert times.ratios() == {"some.module": 1.5}
