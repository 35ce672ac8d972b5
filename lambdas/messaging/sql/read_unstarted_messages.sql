SELECT workspace_id, message_id, correlation_id, due_at, handling
FROM messaging.messages
WHERE started_at IS NULL AND created_at < CAST(:before AS timestamptz)
ORDER BY created_at
LIMIT CAST(:most AS integer)
