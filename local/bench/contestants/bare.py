"""The limit: psycopg making the same writes, each its own commit, with nothing that survives a crash."""

import threading

import psycopg

from local.bench.contestants.serving import configuration, in_threads, serve
from local.bench.workload import STEPS, WRITE


class Writer(threading.local):
    """A connection a thread."""

    def __init__(self, database_url: str) -> None:
        self.connection = psycopg.connect(database_url, autocommit=True)

    def run(self, name: str) -> None:
        for step in range(STEPS):
            self.connection.execute(WRITE, {"run": name, "step": step})


def main() -> None:
    writer = Writer(configuration()["database_url"])
    serve(in_threads(writer.run))


if __name__ == "__main__":
    main()
