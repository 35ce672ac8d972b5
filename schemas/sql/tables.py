"""The tables of the Postgres schema `booking`. Migrations make them; a test compares the two."""

from collections.abc import Sequence

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from schemas.booking import statuses

SCHEMA = "booking"

metadata = MetaData(
    schema=SCHEMA,
    naming_convention={
        "pk": "%(table_name)s_pk",
        "uq": "%(table_name)s_%(column_0_N_name)s_unique",
        "ck": "%(table_name)s_%(constraint_name)s_valid",
        "fk": "%(table_name)s_%(column_0_name)s_reference",
    },
)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _instant(name: str) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=False, server_default=text("now()"))


def _maybe_instant(name: str) -> Column[object]:
    return Column(name, DateTime(timezone=True))


def _integer(name: str, default: int) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text(str(default)))


def _reference(name: str, target: str) -> Column[object]:
    return Column(name, Uuid, ForeignKey(f"{SCHEMA}.{target}.{name}"), nullable=False)


def _one_of(column: str, values: Sequence[str]) -> CheckConstraint:
    quoted = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({quoted})", name=column)


def _not_negative(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} >= 0", name=column)


def _currency() -> CheckConstraint:
    return CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency")


workspaces = Table(
    "workspaces",
    metadata,
    Column("workspace_id", Text, primary_key=True),
    Column("policy", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    _instant("updated_at"),
)

carriers = Table(
    "carriers",
    metadata,
    _text("workspace_id"),
    Column("dot_number", BigInteger, nullable=False),
    Column("legal_name", Text),
    Column("phones", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("emails", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("do_not_use", Boolean, nullable=False, server_default=text("false")),
    Column("do_not_use_reason", Text),
    _instant("updated_at"),
    PrimaryKeyConstraint("workspace_id", "dot_number"),
    CheckConstraint("dot_number between 1 and 99999999", name="dot_number"),
)

loads = Table(
    "loads",
    metadata,
    Column("load_id", Uuid, primary_key=True),
    _text("workspace_id"),
    _text("external_id"),
    Column("load_number", Text),
    Column("source_version", BigInteger, nullable=False, server_default=text("0")),
    _text("content_hash"),
    Column("document", JSONB, nullable=False),
    _integer("terms_version", 1),
    Column("status", Text, nullable=False, server_default=text("'AVAILABLE'")),
    _integer("attempt", 1),
    Column("post_id", Uuid),
    Column("wait_key", Text),
    Column("held_offer_id", Uuid),
    _maybe_instant("held_until"),
    Column("booking_id", Uuid),
    _maybe_instant("cancel_requested_at"),
    Column("cancel_reason", Text),
    Column("review_from", Text),
    _integer("visits", 0),
    Column("excluded_dots", ARRAY(BigInteger), nullable=False, server_default=text("'{}'::bigint[]")),
    _maybe_instant("latest_pickup_at"),
    _maybe_instant("last_delivery_at"),
    _instant("created_at"),
    _instant("updated_at"),
    UniqueConstraint("workspace_id", "external_id"),
    _one_of("status", statuses.LOAD_STATUSES),
    CheckConstraint("attempt >= 1", name="attempt"),
)

load_versions = Table(
    "load_versions",
    metadata,
    _reference("load_id", "loads"),
    Column("source_version", BigInteger, nullable=False),
    Column("applied", Boolean, nullable=False),
    Column("document", JSONB, nullable=False),
    _instant("received_at"),
    PrimaryKeyConstraint("load_id", "source_version"),
)

posts = Table(
    "posts",
    metadata,
    Column("post_id", Uuid, primary_key=True),
    _text("workspace_id"),
    _reference("load_id", "loads"),
    Column("attempt", Integer, nullable=False),
    _text("status"),
    _text("mode"),
    Column("groups", JSONB, nullable=False),
    Column("target_rate", BigInteger, nullable=False),
    Column("book_now_rate", BigInteger),
    Column("ceiling_rate", BigInteger),
    _text("currency"),
    Column("offer_ttl_seconds", Integer, nullable=False),
    _integer("current_group", -1),
    _text("run_name"),
    Column("policy", JSONB, nullable=False),
    Column("created_by", Text),
    _instant("created_at"),
    UniqueConstraint("load_id", "attempt"),
    _one_of("status", statuses.POST_STATUSES),
    _one_of("mode", statuses.POST_MODES),
    _not_negative("target_rate"),
    CheckConstraint(
        "book_now_rate between 0 and coalesce(ceiling_rate, book_now_rate)", name="book_now_rate"
    ),
    CheckConstraint("ceiling_rate >= target_rate", name="ceiling_rate"),
    _currency(),
)

offers = Table(
    "offers",
    metadata,
    Column("offer_id", Uuid, primary_key=True),
    _text("workspace_id"),
    _reference("post_id", "posts"),
    _reference("load_id", "loads"),
    Column("dot_number", BigInteger, nullable=False),
    _integer("group_number", 0),
    _text("status"),
    Column("amount", BigInteger),
    _text("currency"),
    Column("turn", Text),
    _integer("rounds", 0),
    Column("terms_version", Integer, nullable=False),
    Column("terms", JSONB, nullable=False),
    _maybe_instant("expires_at"),
    Column("contact", JSONB),
    _integer("version", 1),
    _instant("created_at"),
    _instant("updated_at"),
    UniqueConstraint("post_id", "dot_number"),
    Index("offers_load", "load_id"),
    _one_of("status", statuses.OFFER_STATUSES),
    _one_of("turn", statuses.PARTIES),
    _not_negative("amount"),
    _currency(),
)

offer_prices = Table(
    "offer_prices",
    metadata,
    _reference("offer_id", "offers"),
    Column("number", Integer, nullable=False),
    _text("proposed_by"),
    Column("amount", BigInteger, nullable=False),
    _text("currency"),
    _instant("proposed_at"),
    PrimaryKeyConstraint("offer_id", "number"),
    _one_of("proposed_by", statuses.PARTIES),
    _not_negative("amount"),
    _currency(),
)

late_answers = Table(
    "late_answers",
    metadata,
    Column("answer_id", Uuid, primary_key=True),
    _text("workspace_id"),
    _reference("post_id", "posts"),
    Column("offer_id", Uuid, ForeignKey(f"{SCHEMA}.offers.offer_id")),
    Column("dot_number", BigInteger, nullable=False),
    _text("kind"),
    Column("body", JSONB, nullable=False),
    _instant("received_at"),
    Index("late_answers_post", "post_id"),
)

bookings = Table(
    "bookings",
    metadata,
    Column("booking_id", Uuid, primary_key=True),
    _text("workspace_id"),
    _reference("load_id", "loads"),
    Column("attempt", Integer, nullable=False),
    _reference("offer_id", "offers"),
    Column("terms_version", Integer, nullable=False),
    Column("dot_number", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    _text("currency"),
    _text("status"),
    Column("driver", JSONB),
    Column("tonu_fee", BigInteger),
    _instant("created_at"),
    _instant("updated_at"),
    Index(
        "bookings_one_live",
        "load_id",
        unique=True,
        postgresql_where=text("status not in ('VOIDED', 'BOUNCED', 'CANCELLED')"),
    ),
    Index("bookings_load", "load_id"),
    _one_of("status", statuses.BOOKING_STATUSES),
    _not_negative("amount"),
    _not_negative("tonu_fee"),
    _currency(),
)

rate_confirmations = Table(
    "rate_confirmations",
    metadata,
    _reference("booking_id", "bookings"),
    Column("revision", Integer, nullable=False),
    _text("workspace_id"),
    _text("status"),
    Column("document_key", Text),
    Column("link_digest", Text),
    _integer("reminders", 0),
    _maybe_instant("sent_at"),
    _maybe_instant("decided_at"),
    Column("signer", JSONB),
    Column("reason", Text),
    PrimaryKeyConstraint("booking_id", "revision"),
    Index("rate_confirmations_link", "link_digest", unique=True),
    _one_of("status", statuses.RATE_CONFIRMATION_STATUSES),
)

vettings = Table(
    "vettings",
    metadata,
    Column("task_key", Text, primary_key=True),
    _text("workspace_id"),
    Column("load_id", Uuid, nullable=False),
    Column("dot_number", BigInteger, nullable=False),
    _text("outcome"),
    Column("reasons", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    _instant("checked_at"),
    Index("vettings_load", "load_id"),
    _one_of("outcome", statuses.VETTING_OUTCOMES),
)

task_answers = Table(
    "task_answers",
    metadata,
    Column("task_key", Text, primary_key=True),
    _text("workspace_id"),
    Column("answer", JSONB, nullable=False),
    _instant("answered_at"),
)

answers = Table(
    "answers",
    metadata,
    Column("answer_id", Uuid, primary_key=True),
    _text("workspace_id"),
    _reference("load_id", "loads"),
    _text("wait_key"),
    Column("output", JSONB),
    Column("error", Text),
    Column("cause", Text),
    _instant("created_at"),
    _maybe_instant("delivered_at"),
    Index("answers_undelivered", "created_at", postgresql_where=text("delivered_at is null")),
    Index("answers_wait", "wait_key"),
    CheckConstraint("(output is null) <> (error is null)", name="outcome"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    _text("workspace_id"),
    Column("load_id", Uuid),
    _text("detail_type"),
    Column("detail", JSONB, nullable=False),
    _instant("created_at"),
    _maybe_instant("delivered_at"),
    Index("outbox_undelivered", "created_at", postgresql_where=text("delivered_at is null")),
    Column("position", BigInteger, Identity(always=True), nullable=False),
    Index("outbox_load", "workspace_id", "load_id", "position"),
)
