-- Everything that one visit of a state looks at, and what an earlier try of the same visit has stored.
SELECT
    CAST(loads.xmin AS text) AS version,
    to_jsonb(loads.*) AS load,
    to_jsonb(posts.*) - 'ceiling_rate' AS post,
    to_jsonb(held.*) AS held,
    to_jsonb(bookings.*) AS booking,
    agreed.terms AS agreed_terms,
    to_jsonb(document.*) AS rate_confirmation,
    to_jsonb(carriers.*) AS carrier,
    to_jsonb(vetting.*) AS vetting,
    stored.answer AS stored,
    (
        SELECT jsonb_agg(to_jsonb(outbox.*))
        FROM booking.outbox
        WHERE outbox.event_id IN (
            SELECT CAST(value AS uuid) FROM jsonb_array_elements_text(stored.answer -> 'events')
        )
    ) AS stored_events,
    (
        SELECT jsonb_agg(to_jsonb(answers.*))
        FROM booking.answers
        WHERE answers.wait_key IN (:task_key, loads.wait_key)
    ) AS answers,
    CASE WHEN CAST(:with_offers AS boolean) THEN (
        SELECT jsonb_agg(to_jsonb(offers.*) - 'terms' - 'contact') FROM booking.offers WHERE offers.post_id = posts.post_id
    ) END AS offers,
    CASE WHEN CAST(:with_offers AS boolean) THEN (
        SELECT jsonb_agg(unwanted.dot_number)
        FROM booking.carriers AS unwanted
        WHERE unwanted.workspace_id = loads.workspace_id
            AND unwanted.do_not_use
            AND unwanted.dot_number IN (
                SELECT CAST(dot AS bigint) FROM jsonb_path_query(posts.groups, '$[*][*]') AS dot
            )
    ) END AS unwanted,
    CASE WHEN CAST(:with_offers AS boolean) THEN (
        SELECT jsonb_agg(
            jsonb_build_object(
                'dot_number', wanted.dot_number, 'phones', wanted.phones, 'emails', wanted.emails
            )
        )
        FROM booking.carriers AS wanted
        WHERE wanted.workspace_id = loads.workspace_id
            AND NOT wanted.do_not_use
            AND wanted.dot_number IN (
                SELECT CAST(dot AS bigint) FROM jsonb_path_query(posts.groups, '$[*][*]') AS dot
            )
    ) END AS contacts
FROM booking.loads
JOIN booking.posts ON posts.post_id = CAST(:post_id AS uuid) AND posts.load_id = loads.load_id
LEFT JOIN booking.offers AS held ON held.offer_id = loads.held_offer_id
LEFT JOIN booking.bookings ON bookings.booking_id = loads.booking_id
LEFT JOIN booking.offers AS agreed ON agreed.offer_id = bookings.offer_id
LEFT JOIN LATERAL (
    SELECT *
    FROM booking.rate_confirmations
    WHERE rate_confirmations.booking_id = bookings.booking_id
    ORDER BY rate_confirmations.revision DESC
    LIMIT 1
) AS document ON true
LEFT JOIN booking.carriers
    ON carriers.workspace_id = loads.workspace_id
    AND carriers.dot_number = coalesce(bookings.dot_number, held.dot_number)
LEFT JOIN LATERAL (
    SELECT vettings.outcome, vettings.reasons
    FROM booking.vettings
    WHERE vettings.load_id = loads.load_id
        AND vettings.dot_number = coalesce(bookings.dot_number, held.dot_number)
    ORDER BY vettings.checked_at DESC
    LIMIT 1
) AS vetting ON true
LEFT JOIN booking.task_answers AS stored ON stored.task_key = :task_key
WHERE loads.workspace_id = :workspace_id AND loads.load_id = CAST(:load_id AS uuid)
