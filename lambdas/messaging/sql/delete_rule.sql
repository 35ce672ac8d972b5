DELETE FROM messaging.rules
WHERE workspace_id = :workspace_id AND name = :rule
RETURNING document
