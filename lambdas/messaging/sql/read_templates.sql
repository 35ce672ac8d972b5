-- The newest version of one template, or of each.
SELECT DISTINCT ON (name) name, version, document, created_at
FROM messaging.templates
WHERE workspace_id = :workspace_id AND (CAST(:name AS text) IS NULL OR name = :name)
ORDER BY name, version DESC
