SELECT
    bookings.booking_id, bookings.load_id, bookings.offer_id, bookings.attempt, bookings.dot_number,
    bookings.amount, bookings.currency, bookings.status, bookings.driver, bookings.tonu_fee,
    bookings.created_at, bookings.updated_at,
    bookings.terms_version <> loads.terms_version AS terms_changed_since_booking,
    coalesce(
        (
            SELECT jsonb_agg(
                jsonb_build_object(
                    'revision', rate_confirmations.revision,
                    'document_key', rate_confirmations.document_key,
                    'status', rate_confirmations.status,
                    'reminders', rate_confirmations.reminders,
                    'sent_at', rate_confirmations.sent_at,
                    'decided_at', rate_confirmations.decided_at,
                    'signer', rate_confirmations.signer,
                    'reason', rate_confirmations.reason
                ) ORDER BY rate_confirmations.revision
            )
            FROM booking.rate_confirmations
            WHERE rate_confirmations.booking_id = bookings.booking_id
        ),
        '[]'
    ) AS rate_confirmations
FROM booking.bookings
JOIN booking.loads USING (load_id)
WHERE bookings.workspace_id = :workspace_id AND bookings.booking_id = CAST(:booking_id AS uuid)
