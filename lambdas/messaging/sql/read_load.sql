-- A load's facts with all that autopilot looks at: the workspace's rules, and what rules have planned for it.
SELECT
    CAST(loads.xmin AS text) AS version,
    loads.facts,
    loads.edges,
    workspaces.policy,
    EXISTS (
        SELECT 1 FROM messaging.threads
        WHERE threads.workspace_id = loads.workspace_id
            AND threads.load_id = loads.load_id
            AND threads.held_by IS NOT NULL
    ) AS held,
    (
        SELECT jsonb_agg(rules.document ORDER BY rules.name)
        FROM messaging.rules
        WHERE rules.workspace_id = loads.workspace_id
    ) AS rules,
    (
        SELECT jsonb_agg(
            jsonb_build_object(
                'message_id', messages.message_id, 'key', messages.anchor, 'rule', messages.rule,
                'stop', messages.stop, 'status', messages.status, 'due_at', messages.due_at,
                'recipient', messages.recipient, 'reason', messages.reason
            )
        )
        FROM messaging.messages
        WHERE messages.workspace_id = loads.workspace_id
            AND messages.load_id = loads.load_id
            AND messages.anchor IS NOT NULL
    ) AS planned
FROM messaging.loads
LEFT JOIN messaging.workspaces USING (workspace_id)
WHERE loads.workspace_id = :workspace_id AND loads.load_id = CAST(:load_id AS uuid)
