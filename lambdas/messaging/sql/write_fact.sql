-- A fact from outside of the run, and all that follows of it: one transaction.
-- The message, if there is one, is as it was read (`version`), or nothing is written and no row comes back.
WITH message AS (
    SELECT message_id, workspace_id, load_id, wait_key
    FROM messaging.messages
    WHERE workspace_id = :workspace_id
        AND message_id = CAST(:message_id AS uuid)
        AND CAST(xmin AS text) = :version
    FOR UPDATE
),
held AS (
    SELECT message.*
    FROM (SELECT 1) AS always
    LEFT JOIN message ON true
    WHERE CAST(:message_id AS uuid) IS NULL OR message.message_id IS NOT NULL
),
change AS (
    SELECT changed.*, held.message_id, held.wait_key, jsonb_exists(changed.thread, 'held_by') AS steers
    FROM held,
        jsonb_to_record(CAST(:changes AS jsonb)) AS changed (
            status text, reason text, due_at timestamptz, reply_due_at timestamptz, reply_id uuid,
            subject text, body text, step jsonb, receipt jsonb, thread jsonb, text jsonb, consent jsonb
        )
),
moved AS (
    UPDATE messaging.messages
    SET status = coalesce(change.status, messages.status),
        reason = coalesce(change.reason, messages.reason),
        due_at = coalesce(change.due_at, messages.due_at),
        reply_due_at = coalesce(change.reply_due_at, messages.reply_due_at),
        reply_id = coalesce(change.reply_id, messages.reply_id),
        subject = coalesce(change.subject, messages.subject),
        body = coalesce(change.body, messages.body),
        updated_at = CAST(:now AS timestamptz)
    FROM change
    WHERE messages.message_id = change.message_id
),
received AS (
    INSERT INTO messaging.receipts (
        receipt_id, workspace_id, delivery_id, status, final, detail, occurred_at, received_at
    )
    SELECT
        receipt.receipt_id, :workspace_id, receipt.delivery_id, receipt.status, receipt.final, receipt.detail,
        receipt.occurred_at, CAST(:now AS timestamptz)
    FROM change,
        jsonb_to_record(change.receipt) AS receipt (
            receipt_id text, delivery_id uuid, status text, final boolean, detail text, occurred_at timestamptz
        )
    WHERE change.receipt IS NOT NULL
    ON CONFLICT (receipt_id) DO NOTHING
),
settled AS (
    UPDATE messaging.deliveries
    SET status = receipt.becomes,
        final = deliveries.final OR receipt.final,
        error = receipt.error,
        failed_at = receipt.failed_at,
        provider_message_id = coalesce(deliveries.provider_message_id, receipt.provider_message_id),
        settled_at = CASE
            WHEN receipt.becomes IN ('DELIVERED', 'FAILED', 'UNKNOWN') THEN CAST(:now AS timestamptz)
        END
    FROM change,
        jsonb_to_record(change.receipt) AS receipt (
            delivery_id uuid, becomes text, final boolean, error text, failed_at timestamptz,
            provider_message_id text
        )
    WHERE deliveries.delivery_id = receipt.delivery_id
),
threaded AS (
    INSERT INTO messaging.threads AS known (
        thread_id, workspace_id, channel, origin, address, load_id, subject_id, held_by, held_at, opened_at,
        last_at
    )
    SELECT
        thread.thread_id, :workspace_id, thread.channel, thread.origin, thread.address, thread.load_id,
        thread.subject_id, thread.held_by, thread.held_at, CAST(:now AS timestamptz), CAST(:now AS timestamptz)
    FROM change,
        jsonb_to_record(change.thread) AS thread (
            thread_id uuid, channel text, origin text, address text, load_id uuid, subject_id text,
            held_by text, held_at timestamptz
        )
    WHERE change.thread IS NOT NULL
    ON CONFLICT (thread_id) DO UPDATE SET
        last_at = excluded.last_at,
        held_by = CASE WHEN (SELECT steers FROM change) THEN excluded.held_by ELSE known.held_by END,
        held_at = CASE WHEN (SELECT steers FROM change) THEN excluded.held_at ELSE known.held_at END,
        closed_at = NULL
),
said AS (
    INSERT INTO messaging.texts (
        text_id, workspace_id, thread_id, message_id, direction, author, channel, body, provider_message_id,
        intent, at
    )
    SELECT
        text.text_id, :workspace_id, text.thread_id, text.message_id, text.direction, text.author,
        text.channel, text.body, text.provider_message_id, text.intent, text.at
    FROM change,
        jsonb_to_record(change.text) AS text (
            text_id uuid, thread_id uuid, message_id uuid, direction text, author text, channel text,
            body text, provider_message_id text, intent jsonb, at timestamptz
        )
    WHERE change.text IS NOT NULL
    ON CONFLICT (text_id) DO NOTHING
),
recorded AS (
    INSERT INTO messaging.consents (
        consent_id, workspace_id, address, kind, scope, channel, source_text, evidence, recorded_by, at
    )
    SELECT
        consent.consent_id, :workspace_id, consent.address, consent.kind, consent.scope, consent.channel,
        consent.source_text, consent.evidence, consent.recorded_by, consent.at
    FROM change,
        jsonb_to_record(change.consent) AS consent (
            consent_id uuid, address text, kind text, scope text, channel text, source_text text,
            evidence text, recorded_by text, at timestamptz
        )
    WHERE change.consent IS NOT NULL
    ON CONFLICT (consent_id) DO NOTHING
),
answered AS (
    INSERT INTO messaging.answers (answer_id, workspace_id, message_id, wait_key, output, created_at)
    SELECT
        CAST(md5(change.wait_key) AS uuid), :workspace_id, change.message_id, change.wait_key, change.step,
        CAST(:now AS timestamptz)
    FROM change
    WHERE change.wait_key IS NOT NULL AND change.step IS NOT NULL
    ON CONFLICT (answer_id) DO NOTHING
    RETURNING wait_key
),
emitted AS (
    INSERT INTO messaging.outbox (event_id, workspace_id, load_id, detail_type, detail, created_at)
    SELECT
        event.event_id, :workspace_id, event.load_id, event.detail_type, event.detail,
        CAST(:now AS timestamptz)
    FROM held,
        jsonb_to_recordset(CAST(:events AS jsonb))
            AS event (event_id uuid, load_id uuid, detail_type text, detail jsonb)
    ON CONFLICT (event_id) DO NOTHING
)
SELECT held.message_id, (SELECT wait_key FROM answered) AS answered_wait_key
FROM held
