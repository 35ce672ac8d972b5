-- What decides where a text belongs: the thread that it answers, the open ones between its two numbers, and
-- the texts that came lately.
WITH conversations AS (
    SELECT
        threads.thread_id, threads.workspace_id, threads.channel, threads.origin, threads.address,
        threads.load_id, threads.subject_id, threads.held_by, threads.held_at, threads.last_at,
        threads.closed_at, loads.facts
    FROM messaging.threads
    LEFT JOIN messaging.loads
        ON loads.load_id = threads.load_id AND loads.workspace_id = threads.workspace_id
    WHERE threads.origin = :recipient AND threads.address = :sender
),
written AS (
    SELECT texts.body, texts.position, texts.intent -> 'asked_which' = 'true' AS asked_which
    FROM messaging.texts
    JOIN conversations USING (thread_id)
    WHERE texts.direction = 'in'
        AND texts.at > CAST(:at AS timestamptz) - interval '1 day'
        AND texts.provider_message_id IS DISTINCT FROM :provider_message_id
)
SELECT
    (
        SELECT jsonb_agg(to_jsonb(conversations.*) ORDER BY last_at DESC)
        FROM conversations
        WHERE closed_at IS NULL
    ) AS conversations,
    (
        SELECT to_jsonb(conversations.*)
        FROM conversations
        JOIN messaging.texts USING (thread_id)
        WHERE (
            texts.provider_message_id = :answers
            -- a sender that died before it noted the id: its receipt has told the delivery
            OR (texts.direction = 'out' AND texts.message_id = (
                SELECT message_id FROM messaging.deliveries WHERE provider_message_id = :answers LIMIT 1
            ))
        )
            -- our question is about several threads: its answer names one
            AND NOT EXISTS (
                SELECT FROM messaging.messages
                WHERE messages.message_id = texts.message_id AND messages.template = 'which_load'
            )
        LIMIT 1
    ) AS answered,
    (
        SELECT string_agg(written.body, E'\n' ORDER BY written.position)
        FROM written
        WHERE written.position > coalesce((
            SELECT max(placed.position) FROM written AS placed WHERE placed.asked_which IS NOT TRUE
        ), 0)
    ) AS unplaced,
    (
        SELECT jsonb_agg(
            jsonb_build_object(
                'provider_message_id', texts.provider_message_id, 'body', texts.body, 'at', texts.at,
                'thread_id', texts.thread_id
            )
        )
        FROM messaging.texts
        JOIN conversations USING (thread_id)
        WHERE texts.direction = 'in'
            AND (
                texts.provider_message_id = :provider_message_id
                OR texts.at > CAST(:at AS timestamptz) - interval '2 minutes'
            )
    ) AS seen,
    (
        SELECT jsonb_agg(to_jsonb(consents.*) ORDER BY consents.position)
        FROM messaging.consents
        WHERE consents.address = :sender
    ) AS consents
