INSERT INTO messaging.refused_webhooks AS known (provider, reason, count, last_at)
VALUES (:provider, :reason, 1, CAST(:now AS timestamptz))
ON CONFLICT (provider, reason) DO UPDATE SET count = known.count + 1, last_at = excluded.last_at
