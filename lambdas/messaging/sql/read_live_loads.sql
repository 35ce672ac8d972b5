SELECT load_id
FROM messaging.loads
WHERE workspace_id = :workspace_id
    AND facts ->> 'status' NOT IN ('CANCELLED', 'READY_TO_INVOICE', 'CLOSED')
ORDER BY updated_at DESC
LIMIT 1000
