"""`python -m tests.local.engine.crashes.writing_engine`: an engine whose tasks are in its process and write.

They never wait, so runs go ahead; each write is an INSERT that Postgres refuses when it was made before.
"""

import argparse
import logging
import sys
from typing import Any

import uvicorn

from local.engine.api.server import application
from local.engine.commands import SqlWrite
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import Committing, functions_in_process
from tests.local.engine.crashes.writes import WRITE

WRITTEN_BEFORE = "Before0"


def write(event: Any, _context: Any) -> Committing:
    return _committing(event, event["step"])


def ask(event: Any, _context: Any) -> Committing:
    """Hands its token over by what it writes, so that nobody answers before the run waits for it."""
    return _committing(event, event["step"], event["token"])


def flaky(event: Any, _context: Any) -> Committing:
    return _committing(event, event["step"] if event["tries"] else WRITTEN_BEFORE)


def _committing(event: Any, step: str, token: str | None = None) -> Committing:
    return Committing(
        {"n": event["n"] + 1}, SqlWrite(WRITE, {"run": event["run"], "step": step, "token": token})
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url")
    parser.add_argument("--port", type=int)
    given, _others = parser.parse_known_args()
    logging.basicConfig(stream=sys.stderr, level="INFO")
    invoke = functions_in_process({"write": write, "ask": ask, "flaky": flaky}, never_wait=True)
    with Engine(given.database_url, invoke=invoke) as engine:
        uvicorn.run(application(engine), port=given.port, log_config=None, access_log=False, lifespan="off")


if __name__ == "__main__":
    main()
