"""DBOS: its workflow of steps (`step`), or of its own transactions on a datasource (`transaction`)."""

import threading
from collections.abc import Callable

import psycopg
import sqlalchemy
from dbos import DBOS, DBOSConfig, SetWorkflowID, SQLAlchemyDatasource

from local.bench.contestants.serving import configuration, in_threads, serve
from local.bench.workload import STEPS, WRITE

Step = Callable[[str, int], None]


class Connections(threading.local):
    """A connection a thread."""

    def __init__(self, database_url: str) -> None:
        self.connection = psycopg.connect(database_url, autocommit=True)


def writing_step(database_url: str) -> Step:
    connections = Connections(database_url)

    @DBOS.step()
    def step(run: str, number: int) -> None:
        connections.connection.execute(WRITE, {"run": run, "step": number})

    return step


def transaction(database_url: str) -> Step:
    source = SQLAlchemyDatasource.create(database_url)
    write = sqlalchemy.text(WRITE.replace("%(run)s", ":run").replace("%(step)s", ":step"))

    @source.transaction(isolation_level="READ COMMITTED")
    def step(run: str, number: int) -> None:
        source.sql_session().execute(write, {"run": run, "step": number})

    return step


def main() -> None:
    given = configuration()
    url = given["database_url"]
    DBOS(config=DBOSConfig(name="bench", system_database_url=url, log_level="WARNING"))
    step = transaction(url) if given["tasks"] == "transaction" else writing_step(url)

    @DBOS.workflow()
    def workflow(run: str) -> None:
        for number in range(STEPS):
            step(run, number)

    def run(name: str) -> None:
        with SetWorkflowID(name):
            workflow(name)

    DBOS.launch()
    serve(in_threads(run))


if __name__ == "__main__":
    main()
