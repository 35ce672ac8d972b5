SELECT outbox.event_id, outbox.detail_type, outbox.detail, outbox.created_at, outbox.delivered_at
FROM booking.loads
JOIN booking.outbox ON outbox.load_id = loads.load_id
WHERE loads.workspace_id = :workspace_id AND loads.load_id = CAST(:load_id AS uuid)
ORDER BY outbox.created_at, outbox.event_id
LIMIT CAST(:most AS integer)
