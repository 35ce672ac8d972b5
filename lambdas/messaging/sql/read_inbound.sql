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
        WHERE texts.provider_message_id = :answers
            -- a sender that died before it noted the id: its receipt has told the delivery
            OR (texts.direction = 'out' AND texts.message_id = (
                SELECT message_id FROM messaging.deliveries WHERE provider_message_id = :answers LIMIT 1
            ))
        LIMIT 1
    ) AS answered,
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
