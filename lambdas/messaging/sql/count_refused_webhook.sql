INSERT INTO messaging.refused_webhooks AS known (provider, reason, count, last_at)
SELECT
    CASE
        WHEN
            :provider IN (SELECT provider FROM messaging.refused_webhooks)
            OR (SELECT count(DISTINCT provider) FROM messaging.refused_webhooks) < 20
            THEN :provider
        ELSE 'others'
    END,
    :reason, 1, CAST(:now AS timestamptz)
ON CONFLICT (provider, reason) DO UPDATE SET count = known.count + 1, last_at = excluded.last_at
