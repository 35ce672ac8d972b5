SELECT
    loads.load_id, loads.external_id, loads.status, loads.source_version, loads.terms_version, loads.attempt,
    loads.post_id, loads.booking_id, loads.held_offer_id, loads.held_until, loads.review_from,
    loads.cancel_requested_at, loads.cancel_reason, loads.wait_key, loads.document, loads.latest_pickup_at,
    loads.last_delivery_at, loads.created_at, loads.updated_at,
    coalesce(workspaces.policy, '{}') AS policy,
    posts.status AS post_status
FROM booking.loads
LEFT JOIN booking.workspaces USING (workspace_id)
LEFT JOIN booking.posts ON posts.post_id = loads.post_id
WHERE loads.workspace_id = :workspace_id AND loads.load_id = CAST(:load_id AS uuid)
