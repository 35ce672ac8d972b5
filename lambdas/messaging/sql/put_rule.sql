INSERT INTO messaging.rules AS known (workspace_id, name, version, enabled, document, changed_by, changed_at)
VALUES (
    :workspace_id, :rule, 1, CAST(:enabled AS boolean),
    jsonb_set(CAST(:document AS jsonb), '{version}', '1'), :changed_by, CAST(:now AS timestamptz)
)
ON CONFLICT (workspace_id, name) DO UPDATE SET
    version = known.version + 1,
    enabled = excluded.enabled,
    document = jsonb_set(excluded.document, '{version}', to_jsonb(known.version + 1)),
    changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
RETURNING document
