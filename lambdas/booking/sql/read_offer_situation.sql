-- All that decides about an answer to a post: the load's terms, the post's rates, the carrier, its offer.
SELECT
    posts.post_id, posts.status AS post_status, posts.mode, posts.target_rate, posts.book_now_rate,
    posts.ceiling_rate, posts.currency, posts.current_group, posts.policy,
    NOT jsonb_path_exists(posts.groups, '$[*][*]') AS open_to_all,
    loads.load_id, loads.status AS load_status, loads.document, loads.terms_version, loads.post_id AS load_post_id,
    loads.held_offer_id, loads.cancel_requested_at IS NOT NULL AS cancelling, loads.latest_pickup_at,
    coalesce(carriers.do_not_use, false) OR asked.dot_number = ANY(loads.excluded_dots) AS barred,
    offers.offer_id, asked.dot_number, offers.group_number, offers.status AS offer_status, offers.amount,
    offers.turn, offers.rounds, offers.terms_version AS offered_terms_version, offers.terms AS offered_terms,
    offers.expires_at, offers.version
FROM (
    SELECT
        coalesce(named.post_id, CAST(:post_id AS uuid)) AS post_id,
        coalesce(named.dot_number, CAST(:dot_number AS bigint)) AS dot_number
    FROM (SELECT 1) AS always
    LEFT JOIN booking.offers AS named
        ON named.workspace_id = :workspace_id AND named.offer_id = CAST(:offer_id AS uuid)
) AS asked
JOIN booking.posts ON posts.workspace_id = :workspace_id AND posts.post_id = asked.post_id
JOIN booking.loads ON loads.load_id = posts.load_id
LEFT JOIN booking.carriers
    ON carriers.workspace_id = posts.workspace_id AND carriers.dot_number = asked.dot_number
LEFT JOIN booking.offers ON offers.post_id = posts.post_id AND offers.dot_number = asked.dot_number
