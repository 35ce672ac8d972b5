-- The facts of a load, if they are as they were read (`version`), or if it is new.
INSERT INTO messaging.loads AS known (load_id, workspace_id, facts, edges, updated_at)
VALUES (
    CAST(:load_id AS uuid), :workspace_id, CAST(:facts AS jsonb), CAST(:edges AS jsonb),
    CAST(:now AS timestamptz)
)
ON CONFLICT (load_id) DO UPDATE SET
    facts = excluded.facts, edges = excluded.edges, updated_at = excluded.updated_at
WHERE known.workspace_id = excluded.workspace_id AND CAST(known.xmin AS text) = :version
RETURNING load_id
