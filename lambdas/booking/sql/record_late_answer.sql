INSERT INTO booking.late_answers (
    answer_id, workspace_id, post_id, offer_id, dot_number, kind, body, received_at
)
VALUES (
    CAST(:answer_id AS uuid), :workspace_id, CAST(:post_id AS uuid), CAST(:offer_id AS uuid),
    CAST(:dot_number AS bigint), :kind, CAST(:body AS jsonb), CAST(:now AS timestamptz)
)
ON CONFLICT (answer_id) DO NOTHING
