SELECT
    to_jsonb(messages.*) AS message,
    (
        SELECT jsonb_agg(to_jsonb(deliveries.*) ORDER BY deliveries.number)
        FROM messaging.deliveries
        WHERE deliveries.message_id = messages.message_id
    ) AS deliveries
FROM messaging.messages
WHERE messages.workspace_id = :workspace_id
    AND (CAST(:load_id AS uuid) IS NULL OR messages.load_id = CAST(:load_id AS uuid))
ORDER BY messages.created_at DESC, messages.message_id
LIMIT CAST(:most AS integer)
