UPDATE messaging.answers
SET delivered_at = CAST(:now AS timestamptz)
WHERE wait_key = ANY(CAST(:wait_keys AS text[])) AND delivered_at IS NULL
