INSERT INTO booking.carriers AS known (
    workspace_id, dot_number, legal_name, phones, emails, do_not_use, do_not_use_reason, updated_at
)
VALUES (
    :workspace_id, CAST(:dot_number AS bigint), :legal_name, CAST(:phones AS text[]), CAST(:emails AS text[]),
    CAST(:do_not_use AS boolean), :do_not_use_reason, CAST(:now AS timestamptz)
)
ON CONFLICT (workspace_id, dot_number) DO UPDATE SET
    legal_name = excluded.legal_name,
    phones = excluded.phones,
    emails = excluded.emails,
    do_not_use = excluded.do_not_use,
    do_not_use_reason = excluded.do_not_use_reason,
    updated_at = excluded.updated_at
RETURNING (xmax = 0) AS created
