"""Runs the stand-in on 127.0.0.1: in the foreground, or in a thread for tests."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import uvicorn

from local.fmcsa.app import PREFIX, Register, build_app

HOST = "127.0.0.1"
DEFAULT_SLOW_SECONDS = 30.0


def serve(port: int, web_key: str, slow_seconds: float = DEFAULT_SLOW_SECONDS) -> None:
    """Serve until SIGINT or SIGTERM."""
    _server(web_key, slow_seconds, port).run()


@contextmanager
def running(web_key: str, slow_seconds: float = DEFAULT_SLOW_SECONDS) -> Iterator[str]:
    """The base URL of a stand-in that serves on a free port while the block runs."""
    with socket.create_server((HOST, 0)) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = _server(web_key, slow_seconds)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://{HOST}:{listener.getsockname()[1]}{PREFIX}"
        finally:
            server.should_exit = server.force_exit = True
            thread.join()


def _server(web_key: str, slow_seconds: float, port: int = 0) -> uvicorn.Server:
    register = Register(web_key, lambda: datetime.now(UTC), slow_seconds)
    config = uvicorn.Config(
        build_app(register),
        host=HOST,
        port=port,
        access_log=False,  # a request's line holds the web key
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)
