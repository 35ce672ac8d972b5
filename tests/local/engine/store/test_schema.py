"""A database that an older engine made goes on with its histories."""

import psycopg

from local.engine.clock import VirtualClock
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import ask, sequence

BACK_TO_A_ROW_AN_EVENT = """
CREATE TABLE old AS SELECT * FROM engine.events;
DROP VIEW engine.events;
CREATE TABLE engine.events (
    execution_id bigint NOT NULL, id integer NOT NULL, previous_id integer NOT NULL, type text NOT NULL,
    timestamp timestamptz NOT NULL, branch text NOT NULL, details json NOT NULL,
    PRIMARY KEY (execution_id, id)
);
INSERT INTO engine.events SELECT * FROM old;
DROP TABLE old;
TRUNCATE engine.steps;
"""


def test_a_run_of_an_engine_that_kept_a_row_for_each_event_goes_on(engine_database: str) -> None:
    functions = Functions()
    invoke = functions_in_process(functions.by_name)
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke) as engine:
        bench = Bench(engine, functions)
        run = bench.start(bench.machine(sequence(Ask=ask())), text='{"name": "nul \\u0000"}')
        request = {"executionArn": run}
        before = engine.call("GetExecutionHistory", request)
    with psycopg.connect(engine_database, autocommit=True) as connection:
        connection.execute(BACK_TO_A_ROW_AN_EVENT)

    with Engine(engine_database, clock=VirtualClock(), invoke=invoke) as engine:
        assert engine.call("GetExecutionHistory", request) == before
        engine.call("SendTaskSuccess", {"taskToken": functions.tokens[0], "output": '"yes"'})
        engine.settle()

        assert Bench(engine, functions).described(run)["output"] == '"yes"'
