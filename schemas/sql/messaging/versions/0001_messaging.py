"""The schema `messaging` as it began."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split(";\n")
TABLES = (
    "answers",
    "receipts",
    "deliveries",
    "messages",
    "texts",
    "threads",
    "consents",
    "firings",
    "rules",
    "loads",
    "templates",
    "workspaces",
    "refused_webhooks",
    "task_answers",
    "outbox",
)


def upgrade() -> None:
    """Make the tables."""
    for statement in filter(str.strip, STATEMENTS):
        op.execute(statement)


def downgrade() -> None:
    """Drop the tables, and what is in them."""
    for table in TABLES:
        op.execute(f"drop table messaging.{table}")
