-- The load's wait is as it was read and has no answer yet, or nothing is written: the caller reads again.
WITH load AS (
    SELECT load_id, wait_key
    FROM booking.loads
    WHERE workspace_id = :workspace_id
        AND load_id = CAST(:load_id AS uuid)
        AND wait_key IS NOT DISTINCT FROM :wait_key
        AND status = :load_status
    FOR UPDATE
),
answered AS (
    INSERT INTO booking.answers (answer_id, workspace_id, load_id, wait_key, output, error, cause, created_at)
    SELECT
        CAST(md5(load.wait_key) AS uuid), :workspace_id, load.load_id, load.wait_key,
        CAST(:output AS jsonb), :error, :cause, CAST(:now AS timestamptz)
    FROM load
    WHERE load.wait_key IS NOT NULL AND CAST(:answers AS boolean)
    ON CONFLICT (answer_id) DO NOTHING
    RETURNING wait_key
),
decided AS (
    SELECT load.load_id
    FROM load
    WHERE NOT CAST(:answers AS boolean) OR EXISTS (SELECT FROM answered)
),
touched AS (
    UPDATE booking.loads
    SET updated_at = CAST(:now AS timestamptz),
        cancel_requested_at = CASE WHEN CAST(:cancels AS boolean) THEN CAST(:now AS timestamptz) ELSE loads.cancel_requested_at END,
        cancel_reason = CASE WHEN CAST(:cancels AS boolean) THEN :reason ELSE loads.cancel_reason END
    FROM decided
    WHERE loads.load_id = decided.load_id
),
emitted AS (
    INSERT INTO booking.outbox (event_id, workspace_id, load_id, detail_type, detail, created_at)
    SELECT
        event.event_id, :workspace_id, decided.load_id, event.detail_type, event.detail,
        CAST(:now AS timestamptz)
    FROM decided,
        jsonb_to_recordset(CAST(:events AS jsonb)) AS event (event_id uuid, detail_type text, detail jsonb)
    ON CONFLICT (event_id) DO NOTHING
)
SELECT decided.load_id, (SELECT wait_key FROM answered) AS answered_wait_key
FROM decided
