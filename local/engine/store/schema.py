"""The engine's own schema in Postgres, made at start when it is not there."""

from local.engine.store.connections import Connections

_MADE_BY_ONE_ENGINE_AT_A_TIME = "SELECT pg_advisory_xact_lock(4019283746)"

_SCHEMA = """
CREATE SCHEMA IF NOT EXISTS engine;
CREATE SEQUENCE IF NOT EXISTS engine.execution_ids INCREMENT BY 1000;

CREATE TABLE IF NOT EXISTS engine.settings (
    name  text PRIMARY KEY,
    value text NOT NULL
);
CREATE TABLE IF NOT EXISTS engine.machines (
    arn         text PRIMARY KEY,
    name        text NOT NULL,
    type        text NOT NULL,
    revision_id uuid NOT NULL,
    last_version integer NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS engine.revisions (
    id          uuid PRIMARY KEY,
    machine_arn text NOT NULL,
    definition  text NOT NULL,
    role_arn    text NOT NULL,
    created_at  timestamptz NOT NULL,
    options     json NOT NULL,
    is_initial  boolean NOT NULL
);
ALTER TABLE engine.machines DROP COLUMN IF EXISTS options;
ALTER TABLE engine.revisions ADD COLUMN IF NOT EXISTS options json NOT NULL DEFAULT '{}';
ALTER TABLE engine.revisions ADD COLUMN IF NOT EXISTS is_initial boolean NOT NULL DEFAULT false;

CREATE TABLE IF NOT EXISTS engine.versions (
    machine_arn text NOT NULL REFERENCES engine.machines ON DELETE CASCADE,
    number      integer NOT NULL,
    revision_id uuid NOT NULL,
    description text,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (machine_arn, number)
);
CREATE TABLE IF NOT EXISTS engine.aliases (
    machine_arn text NOT NULL REFERENCES engine.machines ON DELETE CASCADE,
    name        text NOT NULL,
    description text,
    routes      json NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    PRIMARY KEY (machine_arn, name)
);
CREATE TABLE IF NOT EXISTS engine.tags (
    resource_arn text NOT NULL,
    key          text NOT NULL,
    value        text NOT NULL,
    PRIMARY KEY (resource_arn, key)
);
CREATE TABLE IF NOT EXISTS engine.executions (
    id            bigint PRIMARY KEY,
    arn           text NOT NULL UNIQUE,
    name          text NOT NULL,
    machine_arn   text NOT NULL,
    machine_name  text NOT NULL,
    revision_id   uuid NOT NULL,
    role_arn      text NOT NULL,
    version_arn   text,
    alias_arn     text,
    trace_header  text,
    input         json NOT NULL,
    status        text NOT NULL DEFAULT 'RUNNING',
    result        json,
    started_at    timestamptz NOT NULL,
    stopped_at    timestamptz,
    redrive_count integer NOT NULL DEFAULT 0,
    redriven_at   timestamptz,
    parent_id     bigint,
    parent_task   bigint,
    parent_form   text
);
CREATE INDEX IF NOT EXISTS executions_by_machine ON engine.executions (machine_arn, started_at DESC, id DESC);
DROP INDEX IF EXISTS engine.executions_by_status, engine.executions_running;
CREATE INDEX IF NOT EXISTS executions_open ON engine.executions (machine_arn, started_at DESC, id DESC)
    WHERE status = 'RUNNING';
CREATE INDEX IF NOT EXISTS executions_failed ON engine.executions (machine_arn, started_at DESC, id DESC)
    WHERE status IN ('FAILED', 'TIMED_OUT', 'ABORTED');
CREATE INDEX IF NOT EXISTS executions_by_version ON engine.executions (version_arn, started_at DESC, id DESC)
    WHERE version_arn IS NOT NULL;
CREATE INDEX IF NOT EXISTS executions_by_alias ON engine.executions (alias_arn, started_at DESC, id DESC)
    WHERE alias_arn IS NOT NULL;
CREATE INDEX IF NOT EXISTS executions_by_parent ON engine.executions (parent_id, parent_task)
    WHERE parent_id IS NOT NULL;

ALTER TABLE engine.executions ADD COLUMN IF NOT EXISTS map_run_id bigint;
ALTER TABLE engine.executions ADD COLUMN IF NOT EXISTS map_index integer;
CREATE UNIQUE INDEX IF NOT EXISTS executions_by_map_run ON engine.executions (map_run_id, map_index)
    WHERE map_run_id IS NOT NULL;

CREATE TABLE IF NOT EXISTS engine.map_runs (
    id                   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    arn                  text NOT NULL UNIQUE,
    execution_id         bigint NOT NULL,
    task_id              bigint NOT NULL,
    machine_arn          text NOT NULL,
    state_name           text NOT NULL,
    is_express           boolean NOT NULL,
    max_concurrency      integer NOT NULL,
    tolerated_count      bigint,
    tolerated_percentage double precision,
    status               text NOT NULL DEFAULT 'RUNNING',
    error                text,
    cause                text,
    child_count          integer,
    results_written      bigint NOT NULL DEFAULT 0,
    started_at           timestamptz NOT NULL,
    stopped_at           timestamptz,
    redrive_count        integer NOT NULL DEFAULT 0,
    redriven_at          timestamptz,
    UNIQUE (execution_id, task_id)
);
CREATE INDEX IF NOT EXISTS map_runs_running ON engine.map_runs (id) WHERE status = 'RUNNING';
CREATE TABLE IF NOT EXISTS engine.map_items (
    map_run_id    bigint NOT NULL,
    index         integer NOT NULL,
    input         text NOT NULL,
    item          text,
    item_count    integer NOT NULL,
    status        text,
    result        json,
    execution_arn text,
    started_at    timestamptz,
    stopped_at    timestamptz,
    redriven_from integer,
    PRIMARY KEY (map_run_id, index)
);

CREATE TABLE IF NOT EXISTS engine.steps (
    execution_id bigint NOT NULL,
    first_id     integer NOT NULL,
    events       json NOT NULL,
    PRIMARY KEY (execution_id, first_id)
);
CREATE TABLE IF NOT EXISTS engine.announcements (
    execution_id bigint NOT NULL,
    event_id     integer NOT NULL,
    PRIMARY KEY (execution_id, event_id)
);
CREATE TABLE IF NOT EXISTS engine.activities (
    arn        text PRIMARY KEY,
    name       text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE TABLE IF NOT EXISTS engine.timers (
    execution_id bigint NOT NULL,
    timer_id     text NOT NULL,
    due_at       timestamptz NOT NULL,
    PRIMARY KEY (execution_id, timer_id)
);
CREATE INDEX IF NOT EXISTS timers_by_due_at ON engine.timers (due_at);
"""

# Engines before `steps` kept a row for each event.
_EVENTS_TABLE_TO_STEPS = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_tables WHERE schemaname = 'engine' AND tablename = 'events') THEN
        INSERT INTO engine.steps (execution_id, first_id, events)
        SELECT execution_id, id, json_build_array(json_build_array(
            previous_id, type, (extract(epoch FROM timestamp) * 1000000)::bigint, branch, details))
        FROM engine.events;
        DROP TABLE engine.events;
    END IF;
END $$
"""

# For people and their SQL. Only what stands outside `details` is taken as text: an escaped NUL has none.
_EVENTS_VIEW = """
CREATE OR REPLACE VIEW engine.events AS
SELECT step.execution_id,
    (step.first_id + event.position - 1)::integer AS id,
    (event.value -> 0)::text::integer AS previous_id,
    (event.value -> 1) #>> '{}' AS type,
    to_timestamp((event.value -> 2)::text::bigint / 1000000.0) AS timestamp,
    (event.value -> 3) #>> '{}' AS branch,
    event.value -> 4 AS details
FROM engine.steps AS step, json_array_elements(step.events) WITH ORDINALITY AS event (value, position)
"""


def ensure_schema(connections: Connections) -> None:
    with connections.connection() as connection, connection.transaction():
        connection.execute(_MADE_BY_ONE_ENGINE_AT_A_TIME)
        connection.execute(_SCHEMA.encode())
        connection.execute(_EVENTS_TABLE_TO_STEPS.encode())
        connection.execute(_EVENTS_VIEW.encode())


def ensure_setting(connections: Connections, name: str, value: str) -> str:
    """Keeps `value` under `name` unless a value is there already; answers the value kept."""
    with connections.connection() as connection:
        connection.execute(
            "INSERT INTO engine.settings (name, value) VALUES (%s, %s) ON CONFLICT DO NOTHING", (name, value)
        )
        row = connection.execute("SELECT value FROM engine.settings WHERE name = %s", (name,)).fetchone()
    assert row is not None
    return str(row[0])
