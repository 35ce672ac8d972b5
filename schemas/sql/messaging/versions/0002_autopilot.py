"""Edges of rules are kept with their load, values of variables with their message."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
contract = "0001"  # no release was made before it

FIRINGS = """
create table messaging.firings (
    firing_id uuid not null,
    workspace_id text not null,
    load_id uuid not null,
    rule text not null,
    anchor text not null,
    state jsonb not null,
    changed_at timestamptz default now() not null,
    constraint firings_pk primary key (firing_id)
)
"""


def upgrade() -> None:
    """A firing is a planned message: there is no table for it."""
    op.execute("alter table messaging.messages add column variables jsonb default '{}'::jsonb not null")
    op.execute("alter table messaging.loads add column edges jsonb default '{}'::jsonb not null")
    op.execute("alter table messaging.loads drop column event_ids")
    op.execute("drop table messaging.firings")


def downgrade() -> None:
    """Forget edges and values."""
    op.execute(FIRINGS)
    op.execute("create index firings_load on messaging.firings (load_id)")
    op.execute("alter table messaging.loads add column event_ids uuid[] default '{}'::uuid[] not null")
    op.execute("alter table messaging.loads drop column edges")
    op.execute("alter table messaging.messages drop column variables")
