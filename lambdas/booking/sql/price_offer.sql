-- Puts a new amount on the table; nothing when somebody answered the offer in the meantime.
WITH load AS (
    SELECT load_id
    FROM booking.loads
    WHERE workspace_id = :workspace_id
        AND load_id = CAST(:load_id AS uuid)
        AND post_id = CAST(:post_id AS uuid)
        AND status = 'SOURCING'
        AND cancel_requested_at IS NULL
        AND terms_version = CAST(:present_terms_version AS integer)
    FOR SHARE
),
offered AS (
    INSERT INTO booking.offers AS stored (
        offer_id, workspace_id, post_id, load_id, dot_number, group_number, status, amount, currency, turn,
        rounds, terms_version, terms, expires_at, contact, version, created_at, updated_at
    )
    SELECT
        CAST(:offer_id AS uuid), :workspace_id, CAST(:post_id AS uuid), load.load_id,
        CAST(:dot_number AS bigint), CAST(:group_number AS integer), :status, CAST(:amount AS bigint),
        :currency, :turn, CAST(:rounds AS integer), CAST(:terms_version AS integer), CAST(:terms AS jsonb),
        CAST(:expires_at AS timestamptz), CAST(:contact AS jsonb), 1, CAST(:now AS timestamptz),
        CAST(:now AS timestamptz)
    FROM load
    ON CONFLICT (post_id, dot_number) DO UPDATE SET
        status = excluded.status,
        amount = excluded.amount,
        turn = excluded.turn,
        rounds = excluded.rounds,
        terms_version = excluded.terms_version,
        terms = excluded.terms,
        expires_at = excluded.expires_at,
        contact = coalesce(excluded.contact, stored.contact),
        version = stored.version + 1,
        updated_at = excluded.updated_at
    WHERE stored.version = CAST(:version AS integer)
        AND stored.status IN ('INVITED', 'SUBMITTED', 'COUNTERED')
        AND (stored.expires_at IS NULL OR stored.expires_at > CAST(:now AS timestamptz))
    RETURNING offer_id, load_id, amount, currency
),
priced AS (
    INSERT INTO booking.offer_prices (offer_id, number, proposed_by, amount, currency, proposed_at)
    SELECT
        offered.offer_id,
        (SELECT count(*) FROM booking.offer_prices WHERE offer_id = offered.offer_id),
        :proposed_by, offered.amount, offered.currency, CAST(:now AS timestamptz)
    FROM offered
),
emitted AS (
    INSERT INTO booking.outbox (event_id, workspace_id, load_id, detail_type, detail, created_at)
    SELECT
        event.event_id, :workspace_id, offered.load_id, event.detail_type, event.detail,
        CAST(:now AS timestamptz)
    FROM offered,
        jsonb_to_recordset(CAST(:events AS jsonb)) AS event (event_id uuid, detail_type text, detail jsonb)
    ON CONFLICT (event_id) DO NOTHING
)
SELECT offer_id FROM offered
