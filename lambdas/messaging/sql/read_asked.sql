-- The message that a text of this thread answers: one that awaits a reply first, else the latest.
SELECT messages.message_id, messages.handling, messages.subject_id, messages.template
FROM messaging.messages
WHERE messages.workspace_id = :workspace_id AND messages.thread_id = CAST(:thread_id AS uuid)
ORDER BY
    (
        CAST(messages.handling ->> 'expects_reply' AS boolean)
        AND messages.reply_id IS NULL
        AND messages.status NOT IN ('PLANNED', 'SKIPPED', 'SUPPRESSED', 'CANCELLED')
    ) DESC,
    messages.updated_at DESC
LIMIT 1
