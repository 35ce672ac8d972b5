"""The rows of one load, as the invariants look at them."""

from dataclasses import dataclass, field
from typing import Any

import psycopg

Row = dict[str, Any]
READ = """
SELECT
    json_build_object(
        'load_id', load_id, 'workspace_id', workspace_id, 'external_id', external_id, 'status', status,
        'wait_key', wait_key, 'held_offer_id', held_offer_id, 'held_until', held_until,
        'booking_id', booking_id
    ),
    (
        SELECT json_agg(post.* ORDER BY post.attempt)
        FROM (
            SELECT post_id, workspace_id, attempt, status, current_group
            FROM booking.posts WHERE posts.load_id = loads.load_id
        ) AS post
    ),
    (
        SELECT json_agg(offer.* ORDER BY offer.created_at, offer.dot_number)
        FROM (
            SELECT offer_id, workspace_id, dot_number, status, amount, currency, expires_at, created_at,
                updated_at
            FROM booking.offers WHERE offers.load_id = loads.load_id
        ) AS offer
    ),
    (
        SELECT json_agg(offer_prices.* ORDER BY offer_prices.offer_id, offer_prices.number)
        FROM booking.offer_prices JOIN booking.offers USING (offer_id) WHERE offers.load_id = loads.load_id
    ),
    (
        SELECT json_agg(bookings.* ORDER BY bookings.created_at)
        FROM booking.bookings WHERE bookings.load_id = loads.load_id
    ),
    (
        SELECT json_agg(rate_confirmations.* ORDER BY bookings.booking_id, revision)
        FROM booking.rate_confirmations JOIN booking.bookings USING (booking_id)
        WHERE bookings.load_id = loads.load_id
    ),
    (
        SELECT json_agg(answers.* ORDER BY answers.created_at)
        FROM booking.answers WHERE answers.load_id = loads.load_id
    ),
    (
        SELECT json_agg(outbox.* ORDER BY outbox.position)
        FROM booking.outbox
        WHERE outbox.workspace_id = loads.workspace_id AND outbox.load_id = loads.load_id
            AND outbox.position > %s
    )
FROM booking.loads WHERE loads.load_id = %s
"""


@dataclass(frozen=True)
class LoadRows:
    """Everything of a load. Ids and times are text, as in JSON; `events` are the outbox's rows by id."""

    load: Row
    posts: list[Row]
    offers: list[Row]
    prices: list[Row]
    bookings: list[Row]
    documents: list[Row]
    answers: list[Row]
    events: dict[str, Row] = field(default_factory=dict)

    @property
    def position(self) -> int:
        """Of the newest event."""
        return max((int(event["position"]) for event in self.events.values()), default=0)


def read_rows(
    connection: psycopg.Connection[tuple[Any, ...]], load_id: str, before: LoadRows | None
) -> LoadRows | None:
    """Read a load's rows; only the events that are newer than those of `before`. None for no such load."""
    known = before.events if before is not None else {}
    row = connection.execute(READ, (before.position if before is not None else 0, load_id)).fetchone()
    if row is None:
        return None
    load, posts, offers, prices, bookings, documents, answers, events = row
    fresh = {event["event_id"]: event for event in events or ()}
    return LoadRows(
        load,
        posts or [],
        offers or [],
        prices or [],
        bookings or [],
        documents or [],
        answers or [],
        {**known, **fresh},
    )
