-- Applies a load that is newer than the stored one; records an older one; leaves an equal one alone.
WITH before AS (
    SELECT load_id, source_version, content_hash, document
    FROM booking.loads
    WHERE workspace_id = :workspace_id AND external_id = :external_id
    FOR UPDATE
),
verdict AS (
    SELECT
        coalesce(before.content_hash = :content_hash, false) AS same,
        coalesce(CAST(:source_version AS bigint) < before.source_version, false) AS older,
        coalesce(
            CAST(:source_version AS bigint) = before.source_version AND before.content_hash <> :content_hash,
            false
        ) AS contradicts,
        coalesce(
            CAST(:source_version AS bigint) IS NULL AND before.content_hash <> :content_hash
                AND before.source_version >= CAST(:highest_version AS bigint),
            false
        ) AS used_up,
        coalesce(CAST(:source_version AS bigint), before.source_version + 1, 0) AS source_version
    FROM (SELECT 1) AS always LEFT JOIN before ON true
),
written AS (
    INSERT INTO booking.loads AS stored (
        load_id, workspace_id, external_id, load_number, source_version, content_hash, document,
        terms_version, status, attempt, latest_pickup_at, last_delivery_at, created_at, updated_at
    )
    SELECT
        CAST(:load_id AS uuid), :workspace_id, :external_id, :load_number, verdict.source_version,
        :content_hash, CAST(:document AS jsonb), 1, 'AVAILABLE', 1,
        CAST(:latest_pickup_at AS timestamptz), CAST(:last_delivery_at AS timestamptz),
        CAST(:now AS timestamptz), CAST(:now AS timestamptz)
    FROM verdict
    WHERE NOT older AND NOT contradicts AND NOT used_up
        AND NOT (same AND CAST(:source_version AS bigint) IS NULL)
    ON CONFLICT (workspace_id, external_id) DO UPDATE SET
        load_number = excluded.load_number,
        source_version = excluded.source_version,
        content_hash = excluded.content_hash,
        document = excluded.document,
        terms_version = stored.terms_version + CASE
            WHEN (
                SELECT jsonb_object_agg(field, stored.document -> field)
                    IS DISTINCT FROM jsonb_object_agg(field, excluded.document -> field)
                FROM unnest(CAST(:terms_fields AS text[])) AS field
            ) THEN 1
            ELSE 0
        END,
        latest_pickup_at = excluded.latest_pickup_at,
        last_delivery_at = excluded.last_delivery_at,
        updated_at = excluded.updated_at
    WHERE stored.source_version < excluded.source_version
    RETURNING load_id, source_version, terms_version
),
recorded AS (
    INSERT INTO booking.load_versions (load_id, source_version, applied, document, received_at)
    SELECT
        CAST(:load_id AS uuid), verdict.source_version, NOT verdict.older,
        CAST(:document AS jsonb), CAST(:now AS timestamptz)
    FROM verdict
    WHERE verdict.older OR EXISTS (SELECT 1 FROM written)
    ON CONFLICT (load_id, source_version) DO NOTHING
),
emitted AS (
    INSERT INTO booking.outbox (event_id, workspace_id, load_id, detail_type, detail, created_at)
    SELECT
        event.event_id, :workspace_id, written.load_id, event.detail_type,
        jsonb_set(
            jsonb_set(event.detail, '{data,terms_version}', to_jsonb(written.terms_version)),
            '{data,source_version}', to_jsonb(written.source_version)
        ),
        CAST(:now AS timestamptz)
    FROM written, verdict,
        jsonb_to_recordset(CAST(:events AS jsonb)) AS event (event_id uuid, detail_type text, detail jsonb)
    WHERE NOT verdict.same
    ON CONFLICT (event_id) DO NOTHING
    RETURNING event_id, workspace_id, load_id, detail_type, detail
)
SELECT
    NOT EXISTS (SELECT 1 FROM before) AND EXISTS (SELECT 1 FROM written) AS created,
    verdict.older,
    verdict.contradicts,
    verdict.used_up,
    coalesce((SELECT jsonb_agg(to_jsonb(emitted)) FROM emitted), '[]') AS emitted
FROM verdict
