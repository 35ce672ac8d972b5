-- What became of a claimed send's call. A receipt that came first is not overridden; a send that was surely
-- not taken is no send.
WITH settled AS (
    UPDATE messaging.deliveries
    SET status = CASE WHEN deliveries.status = 'CLAIMED' THEN :status ELSE deliveries.status END,
        provider_message_id = coalesce(deliveries.provider_message_id, :provider_message_id),
        error = coalesce(deliveries.error, :error),
        final = deliveries.final OR :status = 'FAILED',
        failed_at = coalesce(deliveries.failed_at, CASE WHEN :status = 'FAILED' THEN CAST(:now AS timestamptz) END),
        accepted_at = CASE WHEN :status = 'QUEUED' THEN CAST(:now AS timestamptz) END,
        settled_at = CASE WHEN :status = 'FAILED' THEN CAST(:now AS timestamptz) END
    WHERE delivery_id = CAST(:delivery_id AS uuid) AND NOT CAST(:withdraws AS boolean)
),
withdrawn AS (
    DELETE FROM messaging.deliveries
    WHERE delivery_id = CAST(:delivery_id AS uuid) AND CAST(:withdraws AS boolean) AND status = 'CLAIMED'
),
unsaid AS (
    DELETE FROM messaging.texts
    WHERE text_id = CAST(:text_id AS uuid) AND CAST(:withdraws AS boolean)
),
named AS (
    UPDATE messaging.texts
    SET provider_message_id = :provider_message_id
    WHERE text_id = CAST(:text_id AS uuid) AND NOT CAST(:withdraws AS boolean)
        AND texts.provider_message_id IS NULL
),
moved AS (
    UPDATE messaging.messages
    SET status = CASE WHEN messages.status = 'SENDING' THEN :message_status ELSE messages.status END,
        due_at = coalesce(CAST(:due_at AS timestamptz), messages.due_at),
        follow_ups = coalesce(CAST(:follow_ups AS integer), messages.follow_ups),
        updated_at = CAST(:now AS timestamptz)
    WHERE message_id = CAST(:message_id AS uuid)
),
remembered AS (
    INSERT INTO messaging.task_answers (task_key, workspace_id, answer, answered_at)
    VALUES (:task_key, :workspace_id, CAST(:answer AS jsonb), CAST(:now AS timestamptz))
    ON CONFLICT (task_key) DO NOTHING
)
INSERT INTO messaging.outbox (event_id, workspace_id, load_id, detail_type, detail, created_at)
SELECT
    event.event_id, event.workspace_id, event.load_id, event.detail_type, event.detail,
    CAST(:now AS timestamptz)
FROM jsonb_to_recordset(CAST(:events AS jsonb))
    AS event (event_id uuid, workspace_id text, load_id uuid, detail_type text, detail jsonb)
ON CONFLICT (event_id) DO NOTHING
