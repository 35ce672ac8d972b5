-- All that one visit of a state changes, its answer and its events: one transaction.
-- The message is as the visit read it (`version`), and for a claim also its load, the ledger and the hold of its
-- thread (`surroundings`, as in read_message.sql), or nothing at all is written and no row comes back.
WITH message AS (
    SELECT message_id, workspace_id, load_id
    FROM messaging.messages
    WHERE workspace_id = :workspace_id
        AND message_id = CAST(:message_id AS uuid)
        AND CAST(xmin AS text) = :version
        AND (CAST(:surroundings AS text) IS NULL OR CAST(:surroundings AS text) = concat((
            SELECT loads.xmin
            FROM messaging.loads
            WHERE loads.load_id = messages.load_id AND loads.workspace_id = messages.workspace_id
        ), '/', (
            SELECT count(*)
            FROM messaging.consents
            WHERE consents.workspace_id = messages.workspace_id
                AND consents.address IN (messages.recipient ->> 'phone', messages.recipient ->> 'email')
        ), '/', (
            SELECT max(threads.held_by)
            FROM messaging.threads
            WHERE threads.workspace_id = messages.workspace_id
                AND threads.address IN (messages.recipient ->> 'phone', messages.recipient ->> 'email')
                AND threads.load_id IS NOT DISTINCT FROM messages.load_id
                AND threads.held_by IS NOT NULL
        )))
    FOR UPDATE
),
change AS (
    SELECT changed.*, message.*
    FROM message,
        jsonb_to_record(CAST(:changes AS jsonb)) AS changed (
            status text, reason text, due_at timestamptz, wait_key text, reply_due_at timestamptz,
            follow_ups integer, thread_id uuid, delivery jsonb, loses boolean, subject text, body text
        )
),
remembered AS (
    INSERT INTO messaging.task_answers (task_key, workspace_id, answer, answered_at)
    SELECT :task_key, message.workspace_id, CAST(:answer AS jsonb), CAST(:now AS timestamptz)
    FROM message
    WHERE CAST(:answer AS jsonb) IS NOT NULL
),
moved AS (
    UPDATE messaging.messages
    SET status = coalesce(change.status, messages.status),
        reason = CASE
            WHEN change.delivery IS NULL THEN coalesce(change.reason, messages.reason)
        END,
        due_at = coalesce(change.due_at, messages.due_at),
        wait_key = change.wait_key,
        reply_due_at = coalesce(change.reply_due_at, messages.reply_due_at),
        follow_ups = coalesce(change.follow_ups, messages.follow_ups),
        thread_id = coalesce(change.thread_id, messages.thread_id),
        subject = coalesce(change.subject, messages.subject),
        body = coalesce(change.body, messages.body),
        started_at = coalesce(messages.started_at, CAST(:now AS timestamptz)),
        updated_at = CAST(:now AS timestamptz)
    FROM change
    WHERE messages.message_id = change.message_id
),
sent AS (
    SELECT change.workspace_id, change.message_id, change.load_id, change.thread_id, delivery.*
    FROM change,
        jsonb_to_record(change.delivery) AS delivery (
            delivery_id uuid, text_id uuid, number integer, channel text, origin text, address text,
            parts integer, quiet_hours_override text, body text, author text, subject_id text
        )
    WHERE change.delivery IS NOT NULL
),
claimed AS (
    INSERT INTO messaging.deliveries (
        delivery_id, workspace_id, message_id, number, channel, origin, address, task_key, status, parts,
        quiet_hours_override, claimed_at
    )
    SELECT
        delivery_id, workspace_id, message_id, number, channel, origin, address, :task_key, 'CLAIMED', parts,
        quiet_hours_override, CAST(:now AS timestamptz)
    FROM sent
),
threaded AS (
    INSERT INTO messaging.threads (
        thread_id, workspace_id, channel, origin, address, load_id, subject_id, opened_at, last_at
    )
    SELECT
        thread_id, workspace_id, channel, origin, address, load_id, subject_id,
        CAST(:now AS timestamptz), CAST(:now AS timestamptz)
    FROM sent
    ON CONFLICT (thread_id) DO UPDATE SET
        last_at = excluded.last_at, closed_at = NULL,
        subject_id = coalesce(excluded.subject_id, threads.subject_id)
),
said AS (
    INSERT INTO messaging.texts (
        text_id, workspace_id, thread_id, message_id, direction, author, channel, body, at
    )
    SELECT
        text_id, workspace_id, thread_id, message_id, 'out', author, channel, body, CAST(:now AS timestamptz)
    FROM sent
    ON CONFLICT (text_id) DO NOTHING
),
lost AS (
    UPDATE messaging.deliveries
    SET status = 'UNKNOWN', settled_at = CAST(:now AS timestamptz)
    FROM change
    WHERE deliveries.message_id = change.message_id
        AND change.loses
        AND deliveries.status NOT IN ('DELIVERED', 'FAILED', 'UNKNOWN')
),
emitted AS (
    INSERT INTO messaging.outbox (event_id, workspace_id, load_id, detail_type, detail, created_at)
    SELECT
        event.event_id, message.workspace_id, message.load_id, event.detail_type, event.detail,
        CAST(:now AS timestamptz)
    FROM message,
        jsonb_to_recordset(CAST(:events AS jsonb)) AS event (event_id uuid, detail_type text, detail jsonb)
    ON CONFLICT (event_id) DO NOTHING
)
SELECT message_id FROM message
