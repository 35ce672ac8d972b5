SELECT
    outbox.event_id, outbox.position, outbox.detail_type, outbox.detail, outbox.created_at, outbox.delivered_at
FROM booking.outbox
WHERE outbox.workspace_id = :workspace_id
    AND outbox.load_id = CAST(:load_id AS uuid)
    AND outbox.position > CAST(:after AS bigint)
ORDER BY outbox.position
LIMIT CAST(:most AS integer)
