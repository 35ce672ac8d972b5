INSERT INTO messaging.workspaces (workspace_id, policy, updated_at)
VALUES (:workspace_id, CAST(:policy AS jsonb), CAST(:now AS timestamptz))
ON CONFLICT (workspace_id) DO UPDATE SET policy = excluded.policy, updated_at = excluded.updated_at
