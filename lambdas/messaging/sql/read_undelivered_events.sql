SELECT event_id, workspace_id, load_id, detail_type, detail
FROM messaging.outbox
WHERE delivered_at IS NULL AND created_at < CAST(:before AS timestamptz)
ORDER BY created_at, position
LIMIT CAST(:most AS integer)
