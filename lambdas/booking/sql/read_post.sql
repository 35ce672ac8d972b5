SELECT
    posts.post_id, posts.load_id, posts.attempt, posts.status, posts.mode, posts.groups, posts.current_group,
    posts.target_rate, posts.book_now_rate, posts.ceiling_rate, posts.currency, posts.offer_ttl_seconds,
    posts.run_name, posts.created_at, posts.policy,
    loads.load_number, loads.terms_version, loads.document,
    NOT jsonb_path_exists(posts.groups, '$[*][*]') AS open_to_all,
    EXISTS (
        SELECT 1
        FROM booking.carriers
        WHERE carriers.workspace_id = posts.workspace_id
            AND carriers.dot_number = CAST(:dot_number AS bigint)
            AND carriers.do_not_use
    ) OR coalesce(CAST(:dot_number AS bigint) = ANY(loads.excluded_dots), false) AS barred
FROM booking.posts
JOIN booking.loads USING (load_id)
WHERE posts.workspace_id = :workspace_id AND posts.post_id = CAST(:post_id AS uuid)
