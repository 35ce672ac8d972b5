-- The newest version of one template, or of each.
SELECT DISTINCT ON (name) name, version, document, created_at
FROM messaging.templates
WHERE workspace_id = :workspace_id AND (CAST(:template AS text) IS NULL OR name = :template)
ORDER BY name, version DESC
