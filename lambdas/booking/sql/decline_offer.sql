WITH load AS (
    UPDATE booking.loads
    SET updated_at = CAST(:now AS timestamptz)
    WHERE workspace_id = :workspace_id AND load_id = CAST(:load_id AS uuid)
    RETURNING load_id, wait_key
),
declined AS (
    UPDATE booking.offers
    SET status = 'DECLINED', version = version + 1, updated_at = CAST(:now AS timestamptz)
    FROM load
    WHERE offers.load_id = load.load_id
        AND offers.offer_id = CAST(:offer_id AS uuid)
        AND offers.version = CAST(:version AS integer)
        AND offers.status IN ('INVITED', 'SUBMITTED', 'COUNTERED')
    RETURNING offers.offer_id, offers.load_id
),
emitted AS (
    INSERT INTO booking.outbox (event_id, workspace_id, load_id, detail_type, detail, created_at)
    SELECT
        event.event_id, :workspace_id, declined.load_id, event.detail_type, event.detail,
        CAST(:now AS timestamptz)
    FROM declined,
        jsonb_to_recordset(CAST(:events AS jsonb)) AS event (event_id uuid, detail_type text, detail jsonb)
    ON CONFLICT (event_id) DO NOTHING
)
SELECT declined.offer_id, load.wait_key
FROM declined JOIN load USING (load_id)
