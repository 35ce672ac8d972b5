-- Everything that decides about a message, and what an earlier try of the same visit has stored.
SELECT
    CAST(messages.xmin AS text) AS version,
    to_jsonb(messages.*) AS message,
    workspaces.policy,
    (
        SELECT jsonb_agg(to_jsonb(deliveries.*) ORDER BY deliveries.number)
        FROM messaging.deliveries
        WHERE deliveries.message_id = messages.message_id
    ) AS deliveries,
    loads.facts AS load,
    (
        SELECT jsonb_agg(to_jsonb(consents.*) ORDER BY consents.position)
        FROM messaging.consents
        WHERE consents.workspace_id = messages.workspace_id
            AND consents.address IN (messages.recipient ->> 'phone', messages.recipient ->> 'email')
    ) AS consents,
    held.held_by,
    held.held_at,
    concat(loads.xmin, '/', (
        SELECT count(*)
        FROM messaging.consents
        WHERE consents.workspace_id = messages.workspace_id
            AND consents.address IN (messages.recipient ->> 'phone', messages.recipient ->> 'email')
    ), '/', held.held_by) AS surroundings,
    (
        SELECT CAST(count(*) AS integer)
        FROM messaging.deliveries
        WHERE deliveries.origin = coalesce(workspaces.policy ->> 'sms_origin', :sms_origin)
            AND deliveries.claimed_at > CAST(:now AS timestamptz) - interval '1 minute'
    ) AS recent_sends,
    templates.document AS template,
    rules.document AS rule,
    stored.answer AS stored,
    (
        SELECT jsonb_agg(to_jsonb(outbox.*))
        FROM messaging.outbox
        WHERE outbox.event_id IN (
            SELECT CAST(value AS uuid) FROM jsonb_array_elements_text(stored.answer -> 'events')
        )
    ) AS stored_events,
    (
        SELECT answers.output
        FROM messaging.answers
        WHERE answers.wait_key = :task_key
        ORDER BY answers.created_at
        LIMIT 1
    ) AS answered
FROM messaging.messages
LEFT JOIN messaging.workspaces USING (workspace_id)
LEFT JOIN messaging.loads ON loads.load_id = messages.load_id AND loads.workspace_id = messages.workspace_id
LEFT JOIN messaging.templates
    ON templates.workspace_id = messages.workspace_id
    AND templates.name = messages.template
    AND templates.version = messages.template_version
LEFT JOIN messaging.rules
    ON rules.workspace_id = messages.workspace_id AND rules.name = messages.rule
LEFT JOIN LATERAL (
    SELECT max(threads.held_by) AS held_by, min(threads.held_at) AS held_at
    FROM messaging.threads
    WHERE threads.workspace_id = messages.workspace_id
        AND threads.address IN (messages.recipient ->> 'phone', messages.recipient ->> 'email')
        AND threads.load_id IS NOT DISTINCT FROM messages.load_id
        AND threads.held_by IS NOT NULL
) AS held ON true
LEFT JOIN messaging.task_answers AS stored ON stored.task_key = :task_key
WHERE messages.workspace_id = :workspace_id AND messages.message_id = CAST(:message_id AS uuid)
