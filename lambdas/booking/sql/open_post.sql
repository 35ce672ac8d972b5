-- Offers the load: one post for each attempt to cover it. The run's first task opens it to carriers.
WITH load AS (
    SELECT load_id, post_id
    FROM booking.loads
    WHERE workspace_id = :workspace_id
        AND load_id = CAST(:load_id AS uuid)
        AND status = :load_status
        AND post_id IS NOT DISTINCT FROM CAST(:previous_post_id AS uuid)
        AND cancel_requested_at IS NULL
    FOR UPDATE
),
posted AS (
    INSERT INTO booking.posts (
        post_id, workspace_id, load_id, attempt, status, mode, groups, target_rate, book_now_rate,
        ceiling_rate, currency, offer_ttl_seconds, current_group, run_name, policy, created_by, created_at
    )
    SELECT
        CAST(:post_id AS uuid), :workspace_id, load.load_id, CAST(:attempt AS integer), 'OPENING', :mode,
        CAST(:groups AS jsonb), CAST(:target_rate AS bigint), CAST(:book_now_rate AS bigint),
        CAST(:ceiling_rate AS bigint), :currency, CAST(:offer_ttl_seconds AS integer), -1, :run_name,
        CAST(:policy AS jsonb), :created_by, CAST(:now AS timestamptz)
    FROM load
    ON CONFLICT (load_id, attempt) DO NOTHING
    RETURNING post_id, load_id, attempt
),
linked AS (
    UPDATE booking.loads
    SET post_id = posted.post_id, attempt = posted.attempt, status = 'AVAILABLE', wait_key = NULL,
        updated_at = CAST(:now AS timestamptz)
    FROM posted
    WHERE loads.load_id = posted.load_id
),
introduced AS (
    INSERT INTO booking.carriers (workspace_id, dot_number, legal_name, phones, emails, updated_at)
    SELECT
        :workspace_id, carrier.dot_number, carrier.legal_name,
        ARRAY(SELECT jsonb_array_elements_text(carrier.phones)),
        ARRAY(SELECT jsonb_array_elements_text(carrier.emails)),
        CAST(:now AS timestamptz)
    FROM posted,
        jsonb_to_recordset(CAST(:carriers AS jsonb))
            AS carrier (dot_number bigint, legal_name text, phones jsonb, emails jsonb)
    ON CONFLICT (workspace_id, dot_number) DO NOTHING
)
SELECT post_id FROM posted
