-- An offer whose time is up is shown as what it is, before its run comes to write that down.
SELECT
    offers.offer_id, offers.post_id, offers.load_id, offers.dot_number, offers.group_number,
    CASE
        WHEN offers.status IN ('INVITED', 'SUBMITTED', 'COUNTERED') AND offers.expires_at <= CAST(:now AS timestamptz)
            THEN 'EXPIRED'
        ELSE offers.status
    END AS status,
    coalesce(offers.amount, posts.target_rate) AS amount, posts.currency, offers.turn, offers.rounds,
    offers.terms_version, offers.terms, offers.expires_at, offers.contact, offers.version, offers.created_at, offers.updated_at,
    coalesce(
        (
            SELECT jsonb_agg(
                jsonb_build_object(
                    'number', offer_prices.number,
                    'proposed_by', offer_prices.proposed_by,
                    'rate', jsonb_build_object('amount', offer_prices.amount, 'currency', posts.currency),
                    'proposed_at', offer_prices.proposed_at
                ) ORDER BY offer_prices.number
            )
            FROM booking.offer_prices
            WHERE offer_prices.offer_id = offers.offer_id
        ),
        '[]'
    ) AS prices
FROM booking.offers
JOIN booking.posts USING (post_id)
WHERE offers.workspace_id = :workspace_id
    AND (offers.post_id = CAST(:post_id AS uuid) OR offers.offer_id = CAST(:offer_id AS uuid))
    AND (CAST(:dot_number AS bigint) IS NULL OR offers.dot_number = CAST(:dot_number AS bigint))
ORDER BY offers.group_number, offers.created_at, offers.dot_number
