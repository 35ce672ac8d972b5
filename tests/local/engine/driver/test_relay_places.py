"""No more functions are called at the same time than may be; the others wait for a place."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

import pytest

from local.engine.driver.workers import Work
from local.engine.engine import Engine
from local.engine.integrations.clients import Services
from local.engine.options import EngineOptions, Sizes
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import call, sequence
from tests.local.engine.driver.relayed_runs import start_together
from tests.local.engine.function_hosts import serving


@dataclass
class Host:
    """Counts the calls that are under way at the same time."""

    url: str = ""
    now: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, change: int) -> None:
        with self.lock:
            self.now += change
            self.most = max(self.most, self.now)


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            event = self.rfile.read(int(self.headers["Content-Length"]))
            host.count(1)
            time.sleep(0.01)
            host.count(-1)
            self.send_response(200)
            self.send_header("Content-Length", str(len(event)))
            self.end_headers()
            self.wfile.write(event)

    with serving(Handler) as host.url:
        yield host


def test_no_more_calls_are_under_way_than_may_be(
    engine_database: str, host: Host, by_workers: list[Work]
) -> None:
    options = EngineOptions(Services(endpoints={"lambda": host.url}), sizes=Sizes(workers=3))
    with Engine(engine_database, options=options) as engine:
        bench = Bench(engine, Functions())
        machine = bench.machine(sequence(One=call("echo"), Two=call("echo")))

        runs = start_together(bench, machine, [f"run-{number}" for number in range(9)], '{"load":"L-1"}')

        assert {bench.described(run)["output"] for run in runs} == {'{"load":"L-1"}'}
    assert host.most == 3
    assert by_workers == []
