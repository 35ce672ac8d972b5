"""Waits until a started program answers."""

import http.client
import subprocess
import time
from collections.abc import Callable
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

READY_SECONDS = 60.0
BETWEEN_TRIES_SECONDS = 0.05
SERVER_FAULT = 500


class NotReadyError(Exception):
    """A program ended, or stayed silent, before it was ready."""


def http_answers(url: str) -> bool:
    """Whether the URL answers with anything but a server's fault."""
    try:
        with urlopen(url, timeout=2):  # noqa: S310 - always our own http://127.0.0.1
            return True
    except HTTPError as refused:
        return refused.code < SERVER_FAULT
    except (URLError, OSError, http.client.HTTPException):
        return False


def wait_for(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = READY_SECONDS
) -> None:
    """Raises NotReadyError as soon as the process ends, or after `seconds`."""
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None:
            raise NotReadyError(f"ended with exit code {process.returncode} before it was ready")
        if time.monotonic() > deadline:
            raise NotReadyError(f"did not answer within {seconds:.0f} s")
        time.sleep(BETWEEN_TRIES_SECONDS)


def wait_for_http(url: str, process: subprocess.Popen[bytes], seconds: float = READY_SECONDS) -> None:
    wait_for(lambda: http_answers(url), process, seconds)
