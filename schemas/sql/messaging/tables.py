"""The tables of the Postgres schema `messaging`. Migrations make them; a test compares the two."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from schemas.messaging import statuses
from schemas.sql import run_tables
from schemas.sql.columns import (
    instant,
    integer,
    maybe_instant,
    metadata_of,
    one_of,
    reference,
    required_instant,
    required_text,
)

SCHEMA = "messaging"

metadata = metadata_of(SCHEMA)

workspaces = Table(
    "workspaces",
    metadata,
    Column("workspace_id", Text, primary_key=True),
    Column("policy", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    instant("updated_at"),
)

templates = Table(
    "templates",
    metadata,
    required_text("workspace_id"),
    required_text("name"),
    Column("version", Integer, nullable=False),
    Column("document", JSONB, nullable=False),
    required_text("created_by"),
    instant("created_at"),
    PrimaryKeyConstraint("workspace_id", "name", "version"),
)

loads = Table(
    "loads",
    metadata,
    Column("load_id", Uuid, primary_key=True),
    required_text("workspace_id"),
    Column("facts", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    maybe_instant("ended_at"),
    instant("updated_at"),
    Column("edges", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Index("loads_workspace", "workspace_id", "updated_at"),
)

rules = Table(
    "rules",
    metadata,
    required_text("workspace_id"),
    required_text("name"),
    integer("version", 1),
    Column("enabled", Boolean, nullable=False, server_default=text("false")),
    Column("document", JSONB, nullable=False),
    required_text("changed_by"),
    instant("changed_at"),
    PrimaryKeyConstraint("workspace_id", "name"),
)

threads = Table(
    "threads",
    metadata,
    Column("thread_id", Uuid, primary_key=True),
    required_text("workspace_id"),
    required_text("channel"),
    required_text("origin"),
    required_text("address"),
    Column("load_id", Uuid),
    Column("subject_id", Text),
    Column("held_by", Text),
    maybe_instant("held_at"),
    instant("opened_at"),
    instant("last_at"),
    maybe_instant("closed_at"),
    Index("threads_address", "origin", "address", "last_at"),
    Index("threads_load", "workspace_id", "load_id"),
    one_of("channel", statuses.CHANNELS),
)

messages = Table(
    "messages",
    metadata,
    Column("message_id", Uuid, primary_key=True),
    required_text("workspace_id"),
    Column("load_id", Uuid),
    Column("stop", Integer),
    Column("subject_id", Text),
    Column("thread_id", Uuid),
    Column("rule", Text),
    Column("anchor", Text),
    required_text("template"),
    Column("template_version", Integer, nullable=False),
    Column("recipient", JSONB, nullable=False),
    Column("handling", JSONB, nullable=False),
    Column("subject", Text),
    required_text("body"),
    Column("author", Text, nullable=False, server_default=text("'automation'")),
    required_text("status"),
    Column("reason", Text),
    instant("due_at"),
    Column("wait_key", Text),
    maybe_instant("reply_due_at"),
    Column("reply_id", Uuid),
    integer("follow_ups", 0),
    required_text("correlation_id"),
    required_text("created_by"),
    instant("created_at"),
    instant("updated_at"),
    maybe_instant("started_at"),
    Column("variables", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Index("messages_load", "workspace_id", "load_id", "due_at"),
    Index("messages_created", "workspace_id", "created_at"),
    Index("messages_unstarted", "created_at", postgresql_where=text("started_at is null")),
    one_of("status", statuses.MESSAGE_STATUSES),
    one_of("author", statuses.AUTHORS),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("delivery_id", Uuid, primary_key=True),
    required_text("workspace_id"),
    reference(SCHEMA, "message_id", "messages"),
    Column("number", Integer, nullable=False),
    required_text("channel"),
    required_text("origin"),
    required_text("address"),
    required_text("task_key"),
    required_text("status"),
    Column("provider_message_id", Text),
    Column("error", Text),
    maybe_instant("failed_at"),
    Column("final", Boolean, nullable=False, server_default=text("false")),
    Column("parts", Integer),
    Column("quiet_hours_override", Text),
    instant("claimed_at"),
    maybe_instant("accepted_at"),
    maybe_instant("settled_at"),
    UniqueConstraint("message_id", "number"),
    Index("deliveries_provider", "provider_message_id"),
    Index("deliveries_origin", "origin", "claimed_at"),
    one_of("channel", statuses.CHANNELS),
    one_of("status", statuses.DELIVERY_STATUSES),
)

receipts = Table(
    "receipts",
    metadata,
    Column("receipt_id", Text, primary_key=True),
    required_text("workspace_id"),
    reference(SCHEMA, "delivery_id", "deliveries"),
    required_text("status"),
    Column("final", Boolean, nullable=False),
    Column("detail", Text),
    required_instant("occurred_at"),
    instant("received_at"),
    Index("receipts_delivery", "delivery_id"),
)

texts = Table(
    "texts",
    metadata,
    Column("text_id", Uuid, primary_key=True),
    required_text("workspace_id"),
    reference(SCHEMA, "thread_id", "threads"),
    Column("message_id", Uuid),
    required_text("direction"),
    required_text("author"),
    required_text("channel"),
    required_text("body"),
    Column("provider_message_id", Text),
    Column("intent", JSONB),
    required_instant("at"),
    Column("position", BigInteger, Identity(always=True), nullable=False),
    Index("texts_thread", "thread_id", "position"),
    Index("texts_provider", "provider_message_id", unique=True),
    one_of("direction", statuses.DIRECTIONS),
    one_of("author", statuses.AUTHORS),
    one_of("channel", statuses.CHANNELS),
)

consents = Table(
    "consents",
    metadata,
    Column("consent_id", Uuid, primary_key=True),
    required_text("workspace_id"),
    required_text("address"),
    required_text("kind"),
    required_text("scope"),
    required_text("channel"),
    required_text("source_text"),
    Column("evidence", Text),
    required_text("recorded_by"),
    required_instant("at"),
    Column("position", BigInteger, Identity(always=True), nullable=False),
    Index("consents_address", "workspace_id", "address", "position"),
    one_of("kind", ("granted", "revoked")),
)

refused_webhooks = Table(
    "refused_webhooks",
    metadata,
    required_text("provider"),
    required_text("reason"),
    integer("count", 0),
    instant("last_at"),
    PrimaryKeyConstraint("provider", "reason"),
)

run_tables.task_answers(metadata)
run_tables.answers(metadata, reference(SCHEMA, "message_id", "messages"))
run_tables.outbox(metadata)
