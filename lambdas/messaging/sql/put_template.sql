-- A new version, unless the newest says the same: that one comes back then.
WITH newest AS (
    SELECT name, version, document, created_at
    FROM messaging.templates
    WHERE workspace_id = :workspace_id AND name = :template
    ORDER BY version DESC
    LIMIT 1
),
written AS (
    INSERT INTO messaging.templates (workspace_id, name, version, document, created_by, created_at)
    SELECT
        :workspace_id, :template, coalesce((SELECT version FROM newest), 0) + 1, CAST(:document AS jsonb),
        :created_by, CAST(:now AS timestamptz)
    WHERE NOT EXISTS (SELECT 1 FROM newest WHERE newest.document = CAST(:document AS jsonb))
    ON CONFLICT (workspace_id, name, version) DO NOTHING
    RETURNING name, version, document, created_at
)
SELECT * FROM written
UNION ALL
SELECT * FROM newest WHERE newest.document = CAST(:document AS jsonb)
