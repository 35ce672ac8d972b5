"""absurd: each thread spawns a task and works one, so that nobody waits for a worker's poll."""

import threading
from typing import Any

import psycopg
from absurd_sdk import Absurd
from absurdctl import BUNDLED_SCHEMA_SQL

from local.bench.contestants.serving import configuration, in_threads, serve
from local.bench.workload import STEPS, WRITE

QUEUE = "bench"


class Worker(threading.local):
    """A client and a connection for the writes in each thread."""

    def __init__(self, database_url: str) -> None:
        self.connection = psycopg.connect(database_url, autocommit=True)
        self.client = Absurd(database_url, queue_name=QUEUE)
        self.client.register_task(name="ten-steps")(self.ten_steps)

    def ten_steps(self, parameters: Any, context: Any) -> None:
        for number in range(STEPS):
            values = {"run": parameters["run"], "step": number}
            context.step(f"step-{number}", lambda values=values: self.write(values))

    def write(self, values: dict[str, Any]) -> None:
        self.connection.execute(WRITE, values)

    def run(self, name: str) -> None:
        self.client.spawn("ten-steps", {"run": name})
        self.client.work_batch()


def main() -> None:
    url = configuration()["database_url"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(BUNDLED_SCHEMA_SQL)
    Absurd(url, queue_name=QUEUE).create_queue()
    worker = Worker(url)
    serve(in_threads(worker.run))


if __name__ == "__main__":
    main()
