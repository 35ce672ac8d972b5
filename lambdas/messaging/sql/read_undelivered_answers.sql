SELECT wait_key, output, error, cause
FROM messaging.answers
WHERE delivered_at IS NULL AND created_at < CAST(:before AS timestamptz)
ORDER BY created_at
LIMIT CAST(:most AS integer)
