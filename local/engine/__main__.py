"""`python -m local.engine`: the engine on the Step Functions protocol at 127.0.0.1."""

import argparse
import logging
import os
import signal
import sys
from types import FrameType

import uvicorn

from local.engine.api.arns import Account
from local.engine.api.server import application
from local.engine.collecting import collect_seldom
from local.engine.engine import Engine
from local.engine.integrations.clients import Clients, Services
from local.engine.integrations.cloudwatch_logs import CloudWatchLogs
from local.engine.integrations.default_bus import DefaultBus
from local.engine.options import EngineOptions, Sizes

KEEP_ALIVE_SECONDS = 3600
"""Longer than any client keeps a connection: who closes first must know that no request is under way."""

_log = logging.getLogger("local.engine")


def main() -> None:
    arguments = _arguments()
    logging.basicConfig(
        stream=sys.stderr, level=arguments.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    services = _services(arguments)
    reached = Clients(services)
    engine = Engine(
        arguments.database_url,
        options=EngineOptions(
            services,
            Account(arguments.account_id, arguments.region),
            Sizes(arguments.workers, arguments.connections),
            log_sink=CloudWatchLogs(reached),
            event_bus=DefaultBus(reached) if _has_a_bus(arguments, services) else None,
        ),
    )
    server = uvicorn.Config(
        application(engine),
        host="127.0.0.1",
        port=arguments.port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, _let_the_server_end)
    with engine:
        collect_seldom()
        _log.info("engine.opened port=%d", arguments.port)
        uvicorn.Server(server).run()
    _log.info("engine.closed")


def _let_the_server_end(_number: int, _frame: FrameType | None) -> None:
    """uvicorn stops on the signal and raises it once more when it has; by then the engine is closing."""


def _has_a_bus(arguments: argparse.Namespace, services: Services) -> bool:
    """AWS's own takes status changes from Step Functions alone."""
    has_endpoint = services.endpoint is not None or "events" in services.endpoints
    return has_endpoint and not arguments.no_status_events


def _services(arguments: argparse.Namespace) -> Services:
    named = {"stepfunctions": f"http://127.0.0.1:{arguments.port}"}
    named |= dict(pair.split("=", 1) for pair in arguments.service_endpoint)
    if arguments.lambda_endpoint:
        named["lambda"] = arguments.lambda_endpoint
    return Services(
        endpoint=arguments.endpoint,
        endpoints=named,
        region=arguments.region,
        access_key_id=os.environ.get("AWS_ACCESS_KEY_ID", "test"),
        secret_access_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "test"),
        connections=arguments.workers,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local.engine", description=__doc__)
    parser.add_argument(
        "--database-url", default=os.environ.get("CHAIN_ENGINE_DATABASE_URL"), help="Postgres"
    )
    parser.add_argument("--port", type=int, default=8083)
    parser.add_argument("--endpoint", help="URL of the services that tasks call; AWS's own when missing")
    parser.add_argument("--lambda-endpoint", help="URL of Lambda's Invoke API, when it is another")
    parser.add_argument(
        "--service-endpoint",
        action="append",
        default=[],
        metavar="SERVICE=URL",
        help="URL of another service",
    )
    parser.add_argument(
        "--no-status-events", action="store_true", help="do not tell EventBridge of status changes"
    )
    parser.add_argument("--account-id", default="000000000000")
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument(
        "--workers",
        type=int,
        default=64,
        help="invocations under way at most: of functions on this machine, and as many others",
    )
    parser.add_argument(
        "--connections",
        type=int,
        default=8,
        help="connections to Postgres at most, besides two for steps that are written together",
    )
    parser.add_argument("--log-level", default="INFO", choices=["DEBUG", "INFO", "WARNING", "ERROR"])
    arguments = parser.parse_args()
    if not arguments.database_url:
        parser.error("--database-url or CHAIN_ENGINE_DATABASE_URL is required")
    return arguments


if __name__ == "__main__":
    main()
