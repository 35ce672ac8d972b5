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
decided AS (
    UPDATE booking.rate_confirmations
    SET status = :status, signer = CAST(:signer AS jsonb), reason = :reason,
        decided_at = CAST(:now AS timestamptz)
    FROM load
    WHERE rate_confirmations.booking_id = CAST(:booking_id AS uuid)
        AND rate_confirmations.revision = CAST(:revision AS integer)
        AND rate_confirmations.status = 'SENT'
    RETURNING rate_confirmations.booking_id
),
touched AS (
    UPDATE booking.loads
    SET updated_at = CAST(:now AS timestamptz)
    FROM load, decided
    WHERE loads.load_id = load.load_id
),
answered AS (
    INSERT INTO booking.answers (answer_id, workspace_id, load_id, wait_key, output, error, cause, created_at)
    SELECT
        CAST(md5(load.wait_key) AS uuid), :workspace_id, load.load_id, load.wait_key,
        CAST(:output AS jsonb), :error, :cause, CAST(:now AS timestamptz)
    FROM load, decided
    WHERE load.wait_key IS NOT NULL AND CAST(:answers AS boolean)
    ON CONFLICT (answer_id) DO NOTHING
    RETURNING wait_key
),
emitted AS (
    INSERT INTO booking.outbox (event_id, workspace_id, load_id, detail_type, detail, created_at)
    SELECT
        event.event_id, :workspace_id, load.load_id, event.detail_type, event.detail,
        CAST(:now AS timestamptz)
    FROM load, decided,
        jsonb_to_recordset(CAST(:events AS jsonb)) AS event (event_id uuid, detail_type text, detail jsonb)
    ON CONFLICT (event_id) DO NOTHING
)
SELECT load.load_id, (SELECT wait_key FROM answered) AS answered_wait_key
FROM load, decided
