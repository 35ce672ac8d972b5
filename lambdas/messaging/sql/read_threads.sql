-- One thread with its texts, or the threads of a workspace or load without them.
SELECT
    to_jsonb(threads.*) || jsonb_build_object('facts', NULL) AS thread,
    CASE WHEN CAST(:thread_id AS uuid) IS NOT NULL THEN (
        SELECT jsonb_agg(to_jsonb(texts.*) ORDER BY texts.position)
        FROM messaging.texts
        WHERE texts.thread_id = threads.thread_id
    ) END AS texts
FROM messaging.threads
WHERE threads.workspace_id = :workspace_id
    AND (CAST(:thread_id AS uuid) IS NULL OR threads.thread_id = CAST(:thread_id AS uuid))
    AND (CAST(:load_id AS uuid) IS NULL OR threads.load_id = CAST(:load_id AS uuid))
ORDER BY threads.last_at DESC
LIMIT 200
