-- Runs after a decline has committed, so that of two last declines at once at least one sees both.
WITH exhausted AS (
    UPDATE booking.loads
    SET updated_at = CAST(:now AS timestamptz)
    FROM booking.posts
    WHERE loads.workspace_id = :workspace_id
        AND loads.load_id = CAST(:load_id AS uuid)
        AND loads.status = 'SOURCING'
        AND loads.held_offer_id IS NULL
        AND loads.wait_key = :wait_key
        AND posts.post_id = loads.post_id
        AND jsonb_path_exists(posts.groups, '$[*][*]')
        AND NOT EXISTS (
            SELECT 1
            FROM booking.offers
            WHERE offers.post_id = posts.post_id
                AND offers.group_number = posts.current_group
                AND offers.status IN ('INVITED', 'SUBMITTED', 'COUNTERED')
        )
    RETURNING loads.load_id, loads.wait_key
),
answered AS (
    INSERT INTO booking.answers (answer_id, workspace_id, load_id, wait_key, error, cause, created_at)
    SELECT
        CAST(md5(exhausted.wait_key) AS uuid), :workspace_id, exhausted.load_id, exhausted.wait_key,
        :error, :cause, CAST(:now AS timestamptz)
    FROM exhausted
    ON CONFLICT (answer_id) DO NOTHING
    RETURNING wait_key
)
SELECT wait_key FROM answered
