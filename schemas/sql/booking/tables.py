"""The tables of the Postgres schema `booking`. Migrations make them; a test compares the two."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from schemas.booking import statuses
from schemas.sql import run_tables
from schemas.sql.columns import (
    instant,
    integer,
    maybe_instant,
    metadata_of,
    not_negative,
    one_of,
    reference,
    required_text,
)

SCHEMA = "booking"

metadata = metadata_of(SCHEMA)


def _currency() -> CheckConstraint:
    return CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency")


workspaces = Table(
    "workspaces",
    metadata,
    Column("workspace_id", Text, primary_key=True),
    Column("policy", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    instant("updated_at"),
)

carriers = Table(
    "carriers",
    metadata,
    required_text("workspace_id"),
    Column("dot_number", BigInteger, nullable=False),
    Column("legal_name", Text),
    Column("phones", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("emails", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("do_not_use", Boolean, nullable=False, server_default=text("false")),
    Column("do_not_use_reason", Text),
    instant("updated_at"),
    PrimaryKeyConstraint("workspace_id", "dot_number"),
    CheckConstraint("dot_number between 1 and 99999999", name="dot_number"),
)

loads = Table(
    "loads",
    metadata,
    Column("load_id", Uuid, primary_key=True),
    required_text("workspace_id"),
    required_text("external_id"),
    Column("load_number", Text),
    Column("source_version", BigInteger, nullable=False, server_default=text("0")),
    required_text("content_hash"),
    Column("document", JSONB, nullable=False),
    integer("terms_version", 1),
    Column("status", Text, nullable=False, server_default=text("'AVAILABLE'")),
    integer("attempt", 1),
    Column("post_id", Uuid),
    Column("wait_key", Text),
    Column("held_offer_id", Uuid),
    maybe_instant("held_until"),
    Column("booking_id", Uuid),
    maybe_instant("cancel_requested_at"),
    Column("cancel_reason", Text),
    Column("review_from", Text),
    integer("visits", 0),
    Column("excluded_dots", ARRAY(BigInteger), nullable=False, server_default=text("'{}'::bigint[]")),
    maybe_instant("latest_pickup_at"),
    maybe_instant("last_delivery_at"),
    instant("created_at"),
    instant("updated_at"),
    UniqueConstraint("workspace_id", "external_id"),
    one_of("status", statuses.LOAD_STATUSES),
    CheckConstraint("attempt >= 1", name="attempt"),
)

load_versions = Table(
    "load_versions",
    metadata,
    reference(SCHEMA, "load_id", "loads"),
    Column("source_version", BigInteger, nullable=False),
    Column("applied", Boolean, nullable=False),
    Column("document", JSONB, nullable=False),
    instant("received_at"),
    PrimaryKeyConstraint("load_id", "source_version"),
)

posts = Table(
    "posts",
    metadata,
    Column("post_id", Uuid, primary_key=True),
    required_text("workspace_id"),
    reference(SCHEMA, "load_id", "loads"),
    Column("attempt", Integer, nullable=False),
    required_text("status"),
    required_text("mode"),
    Column("groups", JSONB, nullable=False),
    Column("target_rate", BigInteger, nullable=False),
    Column("book_now_rate", BigInteger),
    Column("ceiling_rate", BigInteger),
    required_text("currency"),
    Column("offer_ttl_seconds", Integer, nullable=False),
    integer("current_group", -1),
    required_text("run_name"),
    Column("policy", JSONB, nullable=False),
    Column("created_by", Text),
    instant("created_at"),
    UniqueConstraint("load_id", "attempt"),
    one_of("status", statuses.POST_STATUSES),
    one_of("mode", statuses.POST_MODES),
    not_negative("target_rate"),
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
    required_text("workspace_id"),
    reference(SCHEMA, "post_id", "posts"),
    reference(SCHEMA, "load_id", "loads"),
    Column("dot_number", BigInteger, nullable=False),
    integer("group_number", 0),
    required_text("status"),
    Column("amount", BigInteger),
    required_text("currency"),
    Column("turn", Text),
    integer("rounds", 0),
    Column("terms_version", Integer, nullable=False),
    Column("terms", JSONB, nullable=False),
    maybe_instant("expires_at"),
    Column("contact", JSONB),
    integer("version", 1),
    instant("created_at"),
    instant("updated_at"),
    UniqueConstraint("post_id", "dot_number"),
    Index("offers_load", "load_id"),
    one_of("status", statuses.OFFER_STATUSES),
    one_of("turn", statuses.PARTIES),
    not_negative("amount"),
    _currency(),
)

offer_prices = Table(
    "offer_prices",
    metadata,
    reference(SCHEMA, "offer_id", "offers"),
    Column("number", Integer, nullable=False),
    required_text("proposed_by"),
    Column("amount", BigInteger, nullable=False),
    required_text("currency"),
    instant("proposed_at"),
    PrimaryKeyConstraint("offer_id", "number"),
    one_of("proposed_by", statuses.PARTIES),
    not_negative("amount"),
    _currency(),
)

late_answers = Table(
    "late_answers",
    metadata,
    Column("answer_id", Uuid, primary_key=True),
    required_text("workspace_id"),
    reference(SCHEMA, "post_id", "posts"),
    Column("offer_id", Uuid, ForeignKey(f"{SCHEMA}.offers.offer_id")),
    Column("dot_number", BigInteger, nullable=False),
    required_text("kind"),
    Column("body", JSONB, nullable=False),
    instant("received_at"),
    Index("late_answers_post", "post_id"),
)

bookings = Table(
    "bookings",
    metadata,
    Column("booking_id", Uuid, primary_key=True),
    required_text("workspace_id"),
    reference(SCHEMA, "load_id", "loads"),
    Column("attempt", Integer, nullable=False),
    reference(SCHEMA, "offer_id", "offers"),
    Column("terms_version", Integer, nullable=False),
    Column("dot_number", BigInteger, nullable=False),
    Column("amount", BigInteger, nullable=False),
    required_text("currency"),
    required_text("status"),
    Column("driver", JSONB),
    Column("tonu_fee", BigInteger),
    instant("created_at"),
    instant("updated_at"),
    Index(
        "bookings_one_live",
        "load_id",
        unique=True,
        postgresql_where=text("status not in ('VOIDED', 'BOUNCED', 'CANCELLED')"),
    ),
    Index("bookings_load", "load_id"),
    one_of("status", statuses.BOOKING_STATUSES),
    not_negative("amount"),
    not_negative("tonu_fee"),
    _currency(),
)

rate_confirmations = Table(
    "rate_confirmations",
    metadata,
    reference(SCHEMA, "booking_id", "bookings"),
    Column("revision", Integer, nullable=False),
    required_text("workspace_id"),
    required_text("status"),
    Column("document_key", Text),
    Column("link_digest", Text),
    integer("reminders", 0),
    maybe_instant("sent_at"),
    maybe_instant("decided_at"),
    Column("signer", JSONB),
    Column("reason", Text),
    PrimaryKeyConstraint("booking_id", "revision"),
    Index("rate_confirmations_link", "link_digest", unique=True),
    one_of("status", statuses.RATE_CONFIRMATION_STATUSES),
)

vettings = Table(
    "vettings",
    metadata,
    Column("task_key", Text, primary_key=True),
    required_text("workspace_id"),
    Column("load_id", Uuid, nullable=False),
    Column("dot_number", BigInteger, nullable=False),
    required_text("outcome"),
    Column("reasons", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    instant("checked_at"),
    Index("vettings_load", "load_id"),
    one_of("outcome", statuses.VETTING_OUTCOMES),
)

run_tables.task_answers(metadata)
run_tables.answers(metadata, reference(SCHEMA, "load_id", "loads"))
run_tables.outbox(metadata)
