SELECT dot_number, legal_name, phones, emails, do_not_use, do_not_use_reason, updated_at
FROM booking.carriers
WHERE workspace_id = :workspace_id AND dot_number = CAST(:dot_number AS bigint)
