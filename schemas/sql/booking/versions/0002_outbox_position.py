"""The order in which events were written, also of those written at the same instant."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Number the events of the outbox, and find a load's events by that number."""
    op.execute("alter table booking.outbox add column position bigint generated always as identity")
    op.execute("drop index booking.outbox_load")
    op.execute("create index outbox_load on booking.outbox (workspace_id, load_id, position)")


def downgrade() -> None:
    """Forget the order."""
    op.execute("drop index booking.outbox_load")
    op.execute("create index outbox_load on booking.outbox (workspace_id, load_id, created_at)")
    op.execute("alter table booking.outbox drop column position")
