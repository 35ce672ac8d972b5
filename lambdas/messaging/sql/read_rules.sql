SELECT document
FROM messaging.rules
WHERE workspace_id = :workspace_id AND (CAST(:rule AS text) IS NULL OR name = :rule)
ORDER BY name
