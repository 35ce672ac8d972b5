"""`python -m local.functions --port PORT` serves the Lambda Invoke API."""

import argparse
import os
from pathlib import Path

import uvicorn

from local.bootstrap.layout import home
from local.functions.api import InvokeApi
from local.functions.configuration import ConfigurationFile, configuration_file
from local.functions.host import FunctionHost
from local.functions.pool import Limits

MINIMUM_WORKERS = 4


def main() -> None:
    arguments = _arguments()
    processors = os.cpu_count() or 1
    limits = Limits(
        workers=arguments.workers or max(MINIMUM_WORKERS, processors),
        waiting=arguments.waiting,
        starting=processors,
        idle=arguments.idle,
    )
    host = FunctionHost(
        ConfigurationFile(arguments.configuration), arguments.logs, limits, warm=not arguments.cold
    )
    application = InvokeApi(host).application()
    uvicorn.run(
        application, host="127.0.0.1", port=arguments.port, log_level="warning", timeout_graceful_shutdown=2
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local.functions", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--configuration", type=Path, default=configuration_file(home()), help="a JSON file")
    parser.add_argument("--logs", type=Path, default=home() / "log" / "functions", help="a folder")
    parser.add_argument(
        "--workers", type=int, help="most workers of one function (default: 4 or the processors)"
    )
    parser.add_argument(
        "--waiting", type=int, default=200, help="most invocations that wait for one function"
    )
    parser.add_argument("--idle", type=float, default=300, help="seconds until an idle worker is ended")
    parser.add_argument(
        "--cold", action="store_true", help="start a function's first worker with its first call"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
