"""The rows of messaging, as the invariants read them."""

from datetime import datetime
from typing import Any

import psycopg

from local.simulator.message.seen import Claim, Row

Connection = psycopg.Connection[tuple[Any, ...]]
MESSAGE = """
SELECT
    to_jsonb(messages.*) || jsonb_build_object('deliveries', coalesce((
        SELECT jsonb_agg(to_jsonb(deliveries.*) ORDER BY number)
        FROM messaging.deliveries WHERE deliveries.message_id = messages.message_id
    ), '[]'::jsonb))
FROM messaging.messages WHERE message_id = %s
"""
CLAIM = """
SELECT
    to_jsonb(messages.*), to_jsonb(deliveries.*), to_jsonb(threads.*), loads.facts,
    (
        SELECT jsonb_agg(to_jsonb(consents.*) ORDER BY position) FROM messaging.consents
        WHERE consents.workspace_id = messages.workspace_id
            AND consents.address IN (messages.recipient ->> 'phone', messages.recipient ->> 'email')
    ),
    (
        SELECT held.held_by FROM messaging.threads AS held
        WHERE held.workspace_id = messages.workspace_id AND held.held_by IS NOT NULL
            AND held.address IN (messages.recipient ->> 'phone', messages.recipient ->> 'email')
            AND held.load_id IS NOT DISTINCT FROM messages.load_id
        LIMIT 1
    ),
    loads.workspace_id
FROM messaging.messages
JOIN messaging.deliveries USING (message_id)
LEFT JOIN messaging.threads ON threads.thread_id = messages.thread_id
LEFT JOIN messaging.loads ON loads.load_id = messages.load_id
WHERE messages.message_id = %s AND deliveries.status = 'CLAIMED'
ORDER BY deliveries.number DESC LIMIT 1
"""
PENDING = """
SELECT event_id::text FROM messaging.outbox WHERE delivered_at IS NULL
UNION ALL SELECT answer_id::text FROM messaging.answers WHERE delivered_at IS NULL
UNION ALL SELECT message_id::text FROM messaging.messages WHERE started_at IS NULL
"""


def read_message(connection: Connection, message_id: str) -> Row | None:
    """A message with its `deliveries`."""
    row = connection.execute(MESSAGE, (message_id,)).fetchone()
    return None if row is None else dict(row[0])


def read_claim(connection: Connection, message_id: str, at: datetime) -> Claim | None:
    """The newest claim of a message whose outcome is not written yet."""
    row = connection.execute(CLAIM, (message_id,)).fetchone()
    if row is None:
        return None
    message, delivery, thread, facts, consents, held_by, owner = row
    return Claim(at, message, delivery, thread, facts, tuple(consents or ()), held_by, owner)


def read_pending(connection: Connection) -> frozenset[str]:
    """What the relay has to care for: events, answers, and messages without a run."""
    return frozenset(row[0] for row in connection.execute(PENDING))


def read_messages(connection: Connection) -> list[Row]:
    """Every message, in the order of planning."""
    query = "SELECT to_jsonb(messages.*) FROM messaging.messages ORDER BY created_at, message_id"
    return [dict(row[0]) for row in connection.execute(query)]


def read_repeated_texts(connection: Connection) -> int:
    """How many texts that people wrote were taken in more than once."""
    query = """
    SELECT count(*) FROM (
        SELECT detail -> 'data' ->> 'text_id' FROM messaging.outbox WHERE detail_type = 'ReplyReceived'
        GROUP BY 1 HAVING count(*) > 1
    ) AS repeated
    """
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def read_mixed_texts(connection: Connection) -> int:
    """How many texts stand in a thread of another workspace."""
    query = """
    SELECT count(*) FROM messaging.texts JOIN messaging.threads USING (thread_id)
    WHERE texts.workspace_id <> threads.workspace_id
    """
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
