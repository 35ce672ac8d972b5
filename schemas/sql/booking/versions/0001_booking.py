"""The schema `booking` as it began."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split(";\n")
TABLES = (
    "rate_confirmations",
    "offer_prices",
    "late_answers",
    "bookings",
    "offers",
    "posts",
    "load_versions",
    "answers",
    "workspaces",
    "vettings",
    "task_answers",
    "outbox",
    "loads",
    "carriers",
)


def upgrade() -> None:
    """Make the tables."""
    for statement in filter(str.strip, STATEMENTS):
        op.execute(statement)


def downgrade() -> None:
    """Drop the tables, and what is in them."""
    for table in TABLES:
        op.execute(f"drop table booking.{table}")
