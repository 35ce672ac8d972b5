"""`python -m local.functions --port PORT` serves the Lambda Invoke API."""

import argparse
import asyncio
import os
import signal
from pathlib import Path

import uvloop

from local.bootstrap.layout import home
from local.functions.api import InvokeApi
from local.functions.configuration import ConfigurationFile, configuration_file
from local.functions.host import FunctionHost
from local.functions.http_server import HttpServer
from local.functions.invocation import PAYLOAD_LIMIT_BYTES
from local.functions.pool import Limits

MINIMUM_WORKERS = 4
LAST_ANSWERS_SECONDS = 2


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
    uvloop.run(_serve(host, arguments.port))


async def _serve(host: FunctionHost, port: int) -> None:
    """Until SIGTERM or SIGINT; answers under way have two seconds more."""
    api, ended = InvokeApi(host), asyncio.Event()
    server = HttpServer(api.answer, PAYLOAD_LIMIT_BYTES)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with host.running():
        await server.open(port)
        await ended.wait()
        await server.finish(LAST_ANSWERS_SECONDS)
        server.close()
        api.close()


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
