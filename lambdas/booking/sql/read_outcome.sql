-- What became of a hold: a booking of the offer, or what vetting found since, or nothing yet.
SELECT
    loads.status AS load_status, loads.held_offer_id, loads.held_until, offers.status AS offer_status,
    bookings.booking_id,
    vetting.outcome, vetting.reasons, coalesce(carriers.do_not_use, false) AS do_not_use
FROM booking.offers
JOIN booking.loads ON loads.load_id = offers.load_id
LEFT JOIN booking.carriers
    ON carriers.workspace_id = offers.workspace_id AND carriers.dot_number = offers.dot_number
LEFT JOIN booking.bookings
    ON bookings.offer_id = offers.offer_id AND bookings.status NOT IN ('VOIDED', 'BOUNCED', 'CANCELLED')
LEFT JOIN LATERAL (
    SELECT vettings.outcome, vettings.reasons
    FROM booking.vettings
    WHERE vettings.workspace_id = offers.workspace_id
        AND vettings.load_id = offers.load_id
        AND vettings.dot_number = offers.dot_number
        AND vettings.checked_at >= CAST(:since AS timestamptz)
    ORDER BY vettings.checked_at DESC
    LIMIT 1
) AS vetting ON true
WHERE offers.workspace_id = :workspace_id AND offers.offer_id = CAST(:offer_id AS uuid)
