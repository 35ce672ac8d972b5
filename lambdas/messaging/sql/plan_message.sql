-- A message is planned once, whoever asks and however often: its id is derived from what it is for.
WITH planned AS (
    INSERT INTO messaging.messages (
        message_id, workspace_id, load_id, stop, subject_id, rule, anchor, template, template_version,
        recipient, handling, subject, body, author, status, due_at, correlation_id, created_by, created_at,
        updated_at, variables
    )
    VALUES (
        CAST(:message_id AS uuid), :workspace_id, CAST(:load_id AS uuid), CAST(:stop AS integer), :subject_id,
        :rule, :anchor, :template, CAST(:template_version AS integer), CAST(:recipient AS jsonb),
        CAST(:handling AS jsonb), :subject, :body, :author, 'PLANNED', CAST(:due_at AS timestamptz),
        :correlation_id, :created_by, CAST(:now AS timestamptz), CAST(:now AS timestamptz),
        CAST(:variables AS jsonb)
    )
    ON CONFLICT (message_id) DO NOTHING
    RETURNING message_id
),
emitted AS (
    INSERT INTO messaging.outbox (event_id, workspace_id, load_id, detail_type, detail, created_at)
    SELECT
        event.event_id, :workspace_id, event.load_id, event.detail_type, event.detail,
        CAST(:now AS timestamptz)
    FROM planned,
        jsonb_to_recordset(CAST(:events AS jsonb))
            AS event (event_id uuid, load_id uuid, detail_type text, detail jsonb)
    ON CONFLICT (event_id) DO NOTHING
)
SELECT message_id FROM planned
