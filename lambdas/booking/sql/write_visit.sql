-- All that one visit of a state changes, its answer and its events: one transaction.
-- The load is as the visit read it (`version`), or nothing at all is written and no row comes back.
WITH load AS (
    SELECT load_id, workspace_id, post_id, booking_id, terms_version
    FROM booking.loads
    WHERE workspace_id = :workspace_id
        AND load_id = CAST(:load_id AS uuid)
        AND CAST(xmin AS text) = :version
    FOR UPDATE
),
change AS (
    SELECT changed.*, load.workspace_id, load.terms_version, load.post_id AS old_post_id, load.booking_id AS old_booking_id
    FROM load,
        jsonb_to_record(CAST(:changes AS jsonb)) AS changed (
            load_id uuid, status text, attempt integer, post_id uuid, wait_key text, visits integer,
            held_offer_id uuid, held_until timestamptz, booking_id uuid, review_from text,
            excluded_dots bigint[],
            post_status text, current_group integer, offers_expire_at timestamptz, offer_terms jsonb,
            invited jsonb, reopens_group integer, open_offers_become text,
            won_offer_id uuid, won_offer_becomes text,
            booking jsonb, booking_status text, wipes_driver boolean, tonu_fee bigint,
            rate_confirmation jsonb, reminds boolean, voids_documents boolean,
            vetting jsonb, next_post jsonb
        )
),
remembered AS (
    INSERT INTO booking.task_answers (task_key, workspace_id, answer, answered_at)
    SELECT :task_key, load.workspace_id, CAST(:answer AS jsonb), CAST(:now AS timestamptz)
    FROM load
    WHERE CAST(:answer AS jsonb) IS NOT NULL
),
moved AS (
    UPDATE booking.loads
    SET status = change.status, attempt = change.attempt, post_id = change.post_id,
        wait_key = change.wait_key, visits = change.visits, held_offer_id = change.held_offer_id,
        held_until = change.held_until, booking_id = change.booking_id, review_from = change.review_from,
        excluded_dots = change.excluded_dots, updated_at = CAST(:now AS timestamptz)
    FROM change
    WHERE loads.load_id = change.load_id
),
posted AS (
    UPDATE booking.posts
    SET status = coalesce(change.post_status, posts.status),
        current_group = coalesce(change.current_group, posts.current_group)
    FROM change
    WHERE posts.post_id = change.old_post_id
        AND (change.post_status IS NOT NULL OR change.current_group IS NOT NULL)
),
reposted AS (
    INSERT INTO booking.posts (
        post_id, workspace_id, load_id, attempt, status, mode, groups, target_rate, book_now_rate,
        ceiling_rate, currency, offer_ttl_seconds, current_group, run_name, policy, created_by, created_at
    )
    SELECT
        next.post_id, posts.workspace_id, posts.load_id, next.attempt, 'OPENING', posts.mode, posts.groups,
        posts.target_rate, posts.book_now_rate, posts.ceiling_rate, posts.currency,
        posts.offer_ttl_seconds, -1, next.run_name, posts.policy, posts.created_by, CAST(:now AS timestamptz)
    FROM change,
        jsonb_to_record(change.next_post) AS next (post_id uuid, attempt integer, run_name text),
        booking.posts
    WHERE posts.post_id = change.old_post_id AND change.next_post IS NOT NULL
),
closed AS (
    UPDATE booking.offers
    SET status = CASE
            WHEN offers.offer_id = change.won_offer_id THEN change.won_offer_becomes
            WHEN offers.status = 'SUPERSEDED' THEN 'INVITED'
            WHEN offers.group_number = change.reopens_group THEN offers.status
            ELSE change.open_offers_become
        END,
        expires_at = CASE
            WHEN offers.status = 'SUPERSEDED' THEN change.offers_expire_at
            WHEN offers.group_number = change.reopens_group
                THEN greatest(offers.expires_at, change.offers_expire_at)
            ELSE offers.expires_at
        END,
        turn = CASE WHEN offers.status = 'SUPERSEDED' THEN 'carrier' ELSE offers.turn END,
        version = offers.version + 1,
        updated_at = CAST(:now AS timestamptz)
    FROM change
    WHERE offers.post_id = change.old_post_id
        AND (
            (offers.offer_id = change.won_offer_id AND change.won_offer_becomes IS NOT NULL)
            OR (
                offers.status IN ('INVITED', 'SUBMITTED', 'COUNTERED')
                AND change.open_offers_become IS NOT NULL
            )
            OR (
                offers.status IN ('SUPERSEDED', 'INVITED', 'SUBMITTED', 'COUNTERED')
                AND offers.group_number = change.reopens_group
                AND NOT offers.dot_number = ANY(change.excluded_dots)
            )
        )
),
invited AS (
    INSERT INTO booking.offers (
        offer_id, workspace_id, post_id, load_id, dot_number, group_number, status, amount, currency, turn,
        rounds, terms_version, terms, expires_at, version, created_at, updated_at
    )
    SELECT
        carrier.offer_id, change.workspace_id, posts.post_id, change.load_id, carrier.dot_number,
        change.current_group, 'INVITED', posts.target_rate, posts.currency, 'carrier', 0,
        change.terms_version, change.offer_terms, change.offers_expire_at, 1, CAST(:now AS timestamptz),
        CAST(:now AS timestamptz)
    FROM change
    JOIN booking.posts ON posts.post_id = change.old_post_id,
        jsonb_to_recordset(change.invited) AS carrier (offer_id uuid, dot_number bigint)
    ON CONFLICT (post_id, dot_number) DO NOTHING
    RETURNING offer_id, amount, currency
),
priced AS (
    INSERT INTO booking.offer_prices (offer_id, number, proposed_by, amount, currency, proposed_at)
    SELECT offer_id, 0, 'broker', amount, currency, CAST(:now AS timestamptz) FROM invited
),
booked AS (
    INSERT INTO booking.bookings (
        booking_id, workspace_id, load_id, attempt, offer_id, terms_version, dot_number, amount, currency,
        status, created_at, updated_at
    )
    SELECT
        made.booking_id, change.workspace_id, change.load_id, change.attempt, made.offer_id,
        agreed.terms_version, made.dot_number, made.amount, made.currency, 'BOOKED', CAST(:now AS timestamptz),
        CAST(:now AS timestamptz)
    FROM change,
        jsonb_to_record(change.booking)
            AS made (booking_id uuid, offer_id uuid, dot_number bigint, amount bigint, currency text)
    JOIN booking.offers AS agreed ON agreed.offer_id = made.offer_id
    WHERE change.booking IS NOT NULL
),
rebooked AS (
    UPDATE booking.bookings
    SET status = change.booking_status,
        driver = CASE WHEN change.wipes_driver THEN NULL ELSE bookings.driver END,
        tonu_fee = change.tonu_fee,
        updated_at = CAST(:now AS timestamptz)
    FROM change
    WHERE bookings.booking_id = change.old_booking_id AND change.booking_status IS NOT NULL
),
sent AS (
    INSERT INTO booking.rate_confirmations (
        booking_id, revision, workspace_id, status, document_key, link_digest, sent_at
    )
    SELECT
        change.old_booking_id, document.revision, change.workspace_id, 'SENT', document.document_key,
        document.link_digest, CAST(:now AS timestamptz)
    FROM change,
        jsonb_to_record(change.rate_confirmation)
            AS document (revision integer, document_key text, link_digest text)
    WHERE change.rate_confirmation IS NOT NULL
),
redocumented AS (
    UPDATE booking.rate_confirmations
    SET status = CASE WHEN change.voids_documents THEN 'VOIDED' ELSE rate_confirmations.status END,
        reminders = rate_confirmations.reminders + CASE WHEN change.reminds THEN 1 ELSE 0 END
    FROM change
    WHERE rate_confirmations.booking_id = change.old_booking_id
        AND rate_confirmations.status IN ('SENT', 'SIGNED')
        AND (change.voids_documents OR change.reminds)
),
vetted AS (
    INSERT INTO booking.vettings (task_key, workspace_id, load_id, dot_number, outcome, reasons, checked_at)
    SELECT
        :task_key, change.workspace_id, change.load_id, checked.dot_number, checked.outcome,
        checked.reasons, CAST(:now AS timestamptz)
    FROM change,
        jsonb_to_record(change.vetting) AS checked (dot_number bigint, outcome text, reasons jsonb)
    WHERE change.vetting IS NOT NULL
    ON CONFLICT (task_key) DO UPDATE SET
        outcome = excluded.outcome, reasons = excluded.reasons, checked_at = excluded.checked_at
),
named AS (
    INSERT INTO booking.carriers AS known (workspace_id, dot_number, legal_name, updated_at)
    SELECT change.workspace_id, checked.dot_number, checked.legal_name, CAST(:now AS timestamptz)
    FROM change,
        jsonb_to_record(change.vetting) AS checked (dot_number bigint, legal_name text)
    WHERE checked.legal_name IS NOT NULL
    ON CONFLICT (workspace_id, dot_number) DO UPDATE SET legal_name = excluded.legal_name
    WHERE known.legal_name IS NULL
),
emitted AS (
    INSERT INTO booking.outbox (event_id, workspace_id, load_id, detail_type, detail, created_at)
    SELECT
        event.event_id, load.workspace_id, load.load_id, event.detail_type, event.detail,
        CAST(:now AS timestamptz)
    FROM load,
        jsonb_to_recordset(CAST(:events AS jsonb)) AS event (event_id uuid, detail_type text, detail jsonb)
    ON CONFLICT (event_id) DO NOTHING
)
SELECT load_id FROM load
