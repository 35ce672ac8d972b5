"""The tables by which a service answers its runs and publishes its events, as every service has them."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, MetaData, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from schemas.sql.columns import instant, maybe_instant, required_text


def task_answers(metadata: MetaData) -> Table:
    """What each visit of a task has answered, for whoever tries it again."""
    return Table(
        "task_answers",
        metadata,
        Column("task_key", Text, primary_key=True),
        required_text("workspace_id"),
        Column("answer", JSONB, nullable=False),
        instant("answered_at"),
    )


def answers(metadata: MetaData, about: Column[object]) -> Table:
    """The answers to waits until Step Functions has them; `about` is the column that says whose run waits."""
    return Table(
        "answers",
        metadata,
        Column("answer_id", Uuid, primary_key=True),
        required_text("workspace_id"),
        about,
        required_text("wait_key"),
        Column("output", JSONB),
        Column("error", Text),
        Column("cause", Text),
        instant("created_at"),
        maybe_instant("delivered_at"),
        Index("answers_undelivered", "created_at", postgresql_where=text("delivered_at is null")),
        Index("answers_wait", "wait_key"),
        CheckConstraint("(output is null) <> (error is null)", name="outcome"),
    )


def outbox(metadata: MetaData) -> Table:
    """The events until the bus has them, in the order in which they were committed."""
    return Table(
        "outbox",
        metadata,
        Column("event_id", Uuid, primary_key=True),
        required_text("workspace_id"),
        Column("load_id", Uuid),
        required_text("detail_type"),
        Column("detail", JSONB, nullable=False),
        instant("created_at"),
        maybe_instant("delivered_at"),
        Column("position", BigInteger, Identity(always=True), nullable=False),
        Index("outbox_undelivered", "created_at", postgresql_where=text("delivered_at is null")),
        Index("outbox_load", "workspace_id", "load_id", "position"),
    )
