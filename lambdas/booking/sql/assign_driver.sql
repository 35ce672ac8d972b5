-- The load's wait is as it was read, or nothing is written: the caller reads again.
WITH load AS (
    SELECT load_id, wait_key
    FROM booking.loads
    WHERE workspace_id = :workspace_id
        AND load_id = CAST(:load_id AS uuid)
        AND wait_key IS NOT DISTINCT FROM :wait_key
        AND status = :load_status
    FOR UPDATE
),
assigned AS (
    UPDATE booking.bookings
    SET driver = CAST(:driver AS jsonb), updated_at = CAST(:now AS timestamptz)
    FROM load
    WHERE bookings.load_id = load.load_id
        AND bookings.booking_id = CAST(:booking_id AS uuid)
        AND bookings.status = ANY(CAST(:booking_statuses AS text[]))
    RETURNING bookings.booking_id
),
touched AS (
    UPDATE booking.loads
    SET updated_at = CAST(:now AS timestamptz)
    FROM load, assigned
    WHERE loads.load_id = load.load_id
),
answered AS (
    INSERT INTO booking.answers (answer_id, workspace_id, load_id, wait_key, output, error, cause, created_at)
    SELECT
        CAST(md5(load.wait_key) AS uuid), :workspace_id, load.load_id, load.wait_key,
        CAST(:output AS jsonb), :error, :cause, CAST(:now AS timestamptz)
    FROM load, assigned
    WHERE load.wait_key IS NOT NULL AND CAST(:answers AS boolean)
    ON CONFLICT (answer_id) DO NOTHING
    RETURNING wait_key
),
emitted AS (
    INSERT INTO booking.outbox (event_id, workspace_id, load_id, detail_type, detail, created_at)
    SELECT
        event.event_id, :workspace_id, load.load_id, event.detail_type, event.detail,
        CAST(:now AS timestamptz)
    FROM load, assigned,
        jsonb_to_recordset(CAST(:events AS jsonb)) AS event (event_id uuid, detail_type text, detail jsonb)
    ON CONFLICT (event_id) DO NOTHING
)
SELECT load.load_id, (SELECT wait_key FROM answered) AS answered_wait_key
FROM load, assigned
