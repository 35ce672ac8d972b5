"""What a cold start imports: little more than the floor of every function, and nothing that is slow.

Calls are counted, not seconds: `./chain bench cold-starts` shows the seconds.
"""

from local.bench.cold_starts import FLOOR, LIMITS, Times, counted, declared_functions


def test_handlers_import_little_more_than_the_floor_and_nothing_slow() -> None:
    functions, floor = declared_functions(), counted(FLOOR)

    imports = {function: counted(f"import {function.module}") for function in functions}

    ratios = {function: found.calls / floor.calls for function, found in imports.items()}
    assert imports
    assert {function.name: ratio for function, ratio in ratios.items() if ratio > function.limit} == {}
    assert {function.name: found.banned for function, found in imports.items() if found.banned} == {}


def test_a_slow_import_would_be_seen() -> None:
    slow = counted("import lambdas.shared.task, boto3, fpdf")

    assert slow.calls / counted(FLOOR).calls > LIMITS["task"]
    assert {"boto3", "fpdf"} <= slow.banned


def test_calls_are_the_same_at_each_run() -> None:
    code = "import lambdas.shared.task"

    assert counted(code) == counted(code)


def test_ratios_are_of_the_fastest_imports_and_the_floors_beside_them() -> None:
    floors = {"some.module": [2.0, 1.0], "other": [0.5, 0.6]}
    times = Times(floors=floors, modules={"some.module": [2.5, 1.5]})

    assert times.ratios() == {"some.module": 1.5}
