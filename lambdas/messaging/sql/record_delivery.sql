UPDATE messaging.outbox
SET delivered_at = CAST(:now AS timestamptz)
WHERE event_id = ANY(CAST(:event_ids AS uuid[])) AND delivered_at IS NULL
RETURNING event_id
