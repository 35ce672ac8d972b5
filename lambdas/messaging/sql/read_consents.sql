SELECT consent_id, address, kind, scope, channel, source_text, evidence, recorded_by, at
FROM messaging.consents
WHERE workspace_id = :workspace_id AND address = :address
ORDER BY position DESC
LIMIT 500
