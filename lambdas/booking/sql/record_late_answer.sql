INSERT INTO booking.late_answers (answer_id, workspace_id, offer_id, kind, body, received_at)
VALUES (
    CAST(:answer_id AS uuid), :workspace_id, CAST(:offer_id AS uuid), :kind, CAST(:body AS jsonb),
    CAST(:now AS timestamptz)
)
ON CONFLICT (answer_id) DO NOTHING
