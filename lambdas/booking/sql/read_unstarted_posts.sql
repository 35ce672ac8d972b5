SELECT post_id, workspace_id, load_id, attempt, run_name, policy
FROM booking.posts
WHERE status = 'OPENING' AND created_at < CAST(:before AS timestamptz)
ORDER BY created_at
LIMIT CAST(:most AS integer)
