"""The limit of function workers: each called with the last one's answer, with no engine to remember it."""

import json

from local.bench.contestants.serving import configuration, in_threads, serve
from local.bench.contestants.workers import function_host
from local.bench.workload import FUNCTION, STEPS, first_event
from local.engine.integrations.local_functions import LocalFunctions

_ANSWER_SECONDS = 60


def main() -> None:
    functions = LocalFunctions(function_host(configuration()), _ANSWER_SECONDS)

    def run(name: str) -> None:
        event = json.dumps(first_event(name)).encode()
        for _ in range(STEPS):
            answer = functions.invoke({"FunctionName": FUNCTION, "Payload": event})
            assert answer is not None, "the host refused"
            assert answer["FunctionError"] is None, answer
            event = answer["Payload"]

    serve(in_threads(run))


if __name__ == "__main__":
    main()
