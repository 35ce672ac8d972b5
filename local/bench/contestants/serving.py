"""A contestant's side of the talk with the bench: JSON lines in and out. Standard library only.

`{"runs": ["a-0", …], "at_once": 8}` is answered by `{"seconds": 1.23}` once every run has ended.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

Batch = Callable[[Sequence[str], int], None]


def configuration() -> Any:
    """What the bench hands a contestant at its start."""
    return json.loads(os.environ["CHAIN_BENCH"])


def serve(batch: Batch) -> None:
    """Runs batches until the bench closes its end; whatever else is printed goes to the log."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    _say(answers, {"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        started = time.perf_counter()
        batch(asked["runs"], asked["at_once"])
        _say(answers, {"seconds": time.perf_counter() - started})
    os._exit(0)  # a contestant's own threads must not keep it


def in_threads(run: Callable[[str], None]) -> Batch:
    """A batch of blocking runs: each of `at_once` threads takes the next when its last has ended."""

    def batch(runs: Sequence[str], at_once: int) -> None:
        waiting = iter(runs)
        taking = threading.Lock()
        failures: list[BaseException] = []

        def work() -> None:
            while True:
                with taking:
                    name = next(waiting, None)
                if name is None:
                    return
                try:
                    run(name)
                except BaseException as failure:  # noqa: BLE001 -- told by the batch
                    failures.append(failure)
                    return

        threads = [threading.Thread(target=work) for _ in range(at_once)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for failure in failures:
            raise failure

    return batch


def _say(answers: Any, what: dict[str, Any]) -> None:
    answers.write(json.dumps(what) + "\n")
    answers.flush()
