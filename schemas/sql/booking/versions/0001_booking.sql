-- The schema `booking` as it began. Later migrations change it; this file stays as it is.

create table booking.carriers (
    workspace_id text not null,
    dot_number bigint not null,
    legal_name text,
    phones text[] default '{}'::text[] not null,
    emails text[] default '{}'::text[] not null,
    do_not_use boolean default false not null,
    do_not_use_reason text,
    updated_at timestamptz default now() not null,
    constraint carriers_pk primary key (workspace_id, dot_number),
    constraint carriers_dot_number_valid check (dot_number between 1 and 99999999)
);

create table booking.loads (
    load_id uuid not null,
    workspace_id text not null,
    external_id text not null,
    load_number text,
    source_version bigint default 0 not null,
    content_hash text not null,
    document jsonb not null,
    terms_version integer default 1 not null,
    status text default 'AVAILABLE' not null,
    attempt integer default 1 not null,
    post_id uuid,
    wait_key text,
    held_offer_id uuid,
    held_until timestamptz,
    booking_id uuid,
    cancel_requested_at timestamptz,
    cancel_reason text,
    review_from text,
    visits integer default 0 not null,
    excluded_dots bigint[] default '{}'::bigint[] not null,
    latest_pickup_at timestamptz,
    last_delivery_at timestamptz,
    created_at timestamptz default now() not null,
    updated_at timestamptz default now() not null,
    constraint loads_pk primary key (load_id),
    constraint loads_workspace_id_external_id_unique unique (workspace_id, external_id),
    constraint loads_status_valid check (status in (
        'AVAILABLE', 'OPENING', 'SOURCING', 'HELD', 'VETTING', 'HELD_FOR_REVIEW', 'BOOKED',
        'RATECON_SENT', 'CONFIRMED', 'DISPATCHED', 'DELIVERED', 'POD_RECEIVED', 'READY_TO_INVOICE',
        'CLOSED', 'NEEDS_REVIEW', 'RELEASED', 'BOUNCED', 'CANCELLED', 'CANCELLED_TONU', 'EXHAUSTED',
        'EXPIRED', 'COMPENSATION_FAILED'
    )),
    constraint loads_attempt_valid check (attempt >= 1)
);

create table booking.outbox (
    event_id uuid not null,
    workspace_id text not null,
    load_id uuid,
    detail_type text not null,
    detail jsonb not null,
    created_at timestamptz default now() not null,
    delivered_at timestamptz,
    constraint outbox_pk primary key (event_id)
);

create index outbox_load on booking.outbox (workspace_id, load_id, created_at);

create index outbox_undelivered on booking.outbox (created_at) where delivered_at is null;

create table booking.task_answers (
    task_key text not null,
    workspace_id text not null,
    answer jsonb not null,
    answered_at timestamptz default now() not null,
    constraint task_answers_pk primary key (task_key)
);

create table booking.vettings (
    task_key text not null,
    workspace_id text not null,
    load_id uuid not null,
    dot_number bigint not null,
    outcome text not null,
    reasons jsonb default '[]'::jsonb not null,
    checked_at timestamptz default now() not null,
    constraint vettings_pk primary key (task_key),
    constraint vettings_outcome_valid check (outcome in ('PASS', 'WARN', 'FAIL', 'UNAVAILABLE'))
);

create index vettings_load on booking.vettings (load_id);

create table booking.workspaces (
    workspace_id text not null,
    policy jsonb default '{}'::jsonb not null,
    updated_at timestamptz default now() not null,
    constraint workspaces_pk primary key (workspace_id)
);

create table booking.answers (
    answer_id uuid not null,
    workspace_id text not null,
    load_id uuid not null,
    wait_key text not null,
    output jsonb,
    error text,
    cause text,
    created_at timestamptz default now() not null,
    delivered_at timestamptz,
    constraint answers_pk primary key (answer_id),
    constraint answers_outcome_valid check ((output is null) <> (error is null)),
    constraint answers_load_id_reference foreign key(load_id) references booking.loads (load_id)
);

create index answers_undelivered on booking.answers (created_at) where delivered_at is null;

create index answers_wait on booking.answers (wait_key);

create table booking.load_versions (
    load_id uuid not null,
    source_version bigint not null,
    applied boolean not null,
    document jsonb not null,
    received_at timestamptz default now() not null,
    constraint load_versions_pk primary key (load_id, source_version),
    constraint load_versions_load_id_reference foreign key(load_id) references booking.loads (load_id)
);

create table booking.posts (
    post_id uuid not null,
    workspace_id text not null,
    load_id uuid not null,
    attempt integer not null,
    status text not null,
    mode text not null,
    groups jsonb not null,
    target_rate bigint not null,
    book_now_rate bigint,
    ceiling_rate bigint,
    currency text not null,
    offer_ttl_seconds integer not null,
    current_group integer default -1 not null,
    run_name text not null,
    policy jsonb not null,
    created_by text,
    created_at timestamptz default now() not null,
    constraint posts_pk primary key (post_id),
    constraint posts_load_id_attempt_unique unique (load_id, attempt),
    constraint posts_status_valid check (status in (
        'OPENING', 'OPEN', 'HELD', 'BOOKED', 'CLOSED', 'EXHAUSTED', 'EXPIRED', 'CANCELLED'
    )),
    constraint posts_mode_valid check (mode in ('waterfall', 'sequential', 'broadcast')),
    constraint posts_target_rate_valid check (target_rate >= 0),
    constraint posts_book_now_rate_valid check (book_now_rate between 0 and coalesce(ceiling_rate, book_now_rate)),
    constraint posts_ceiling_rate_valid check (ceiling_rate >= target_rate),
    constraint posts_currency_valid check (currency ~ '^[A-Z]{3}$'),
    constraint posts_load_id_reference foreign key(load_id) references booking.loads (load_id)
);

create table booking.offers (
    offer_id uuid not null,
    workspace_id text not null,
    post_id uuid not null,
    load_id uuid not null,
    dot_number bigint not null,
    group_number integer default 0 not null,
    status text not null,
    amount bigint,
    currency text not null,
    turn text,
    rounds integer default 0 not null,
    terms_version integer not null,
    terms jsonb not null,
    expires_at timestamptz,
    contact jsonb,
    version integer default 1 not null,
    created_at timestamptz default now() not null,
    updated_at timestamptz default now() not null,
    constraint offers_pk primary key (offer_id),
    constraint offers_post_id_dot_number_unique unique (post_id, dot_number),
    constraint offers_status_valid check (status in (
        'INVITED', 'SUBMITTED', 'COUNTERED', 'ACCEPTED', 'CONFIRMED', 'DECLINED', 'WITHDRAWN',
        'EXPIRED', 'SUPERSEDED'
    )),
    constraint offers_turn_valid check (turn in ('carrier', 'broker')),
    constraint offers_amount_valid check (amount >= 0),
    constraint offers_currency_valid check (currency ~ '^[A-Z]{3}$'),
    constraint offers_post_id_reference foreign key(post_id) references booking.posts (post_id),
    constraint offers_load_id_reference foreign key(load_id) references booking.loads (load_id)
);

create index offers_load on booking.offers (load_id);

create table booking.bookings (
    booking_id uuid not null,
    workspace_id text not null,
    load_id uuid not null,
    attempt integer not null,
    offer_id uuid not null,
    terms_version integer not null,
    dot_number bigint not null,
    amount bigint not null,
    currency text not null,
    status text not null,
    driver jsonb,
    tonu_fee bigint,
    created_at timestamptz default now() not null,
    updated_at timestamptz default now() not null,
    constraint bookings_pk primary key (booking_id),
    constraint bookings_status_valid check (status in (
        'BOOKED', 'RATECON_SENT', 'CONFIRMED', 'DISPATCHED', 'DELIVERED', 'CLOSED', 'VOIDED',
        'BOUNCED', 'CANCELLED'
    )),
    constraint bookings_amount_valid check (amount >= 0),
    constraint bookings_tonu_fee_valid check (tonu_fee >= 0),
    constraint bookings_currency_valid check (currency ~ '^[A-Z]{3}$'),
    constraint bookings_load_id_reference foreign key(load_id) references booking.loads (load_id),
    constraint bookings_offer_id_reference foreign key(offer_id) references booking.offers (offer_id)
);

create index bookings_load on booking.bookings (load_id);

create unique index bookings_one_live on booking.bookings (load_id)
    where status not in ('VOIDED', 'BOUNCED', 'CANCELLED');

create table booking.late_answers (
    answer_id uuid not null,
    workspace_id text not null,
    post_id uuid not null,
    offer_id uuid,
    dot_number bigint not null,
    kind text not null,
    body jsonb not null,
    received_at timestamptz default now() not null,
    constraint late_answers_pk primary key (answer_id),
    constraint late_answers_post_id_reference foreign key(post_id) references booking.posts (post_id),
    constraint late_answers_offer_id_reference foreign key(offer_id) references booking.offers (offer_id)
);

create index late_answers_post on booking.late_answers (post_id);

create table booking.offer_prices (
    offer_id uuid not null,
    number integer not null,
    proposed_by text not null,
    amount bigint not null,
    currency text not null,
    proposed_at timestamptz default now() not null,
    constraint offer_prices_pk primary key (offer_id, number),
    constraint offer_prices_proposed_by_valid check (proposed_by in ('carrier', 'broker')),
    constraint offer_prices_amount_valid check (amount >= 0),
    constraint offer_prices_currency_valid check (currency ~ '^[A-Z]{3}$'),
    constraint offer_prices_offer_id_reference foreign key(offer_id) references booking.offers (offer_id)
);

create table booking.rate_confirmations (
    booking_id uuid not null,
    revision integer not null,
    workspace_id text not null,
    status text not null,
    document_key text,
    link_digest text,
    reminders integer default 0 not null,
    sent_at timestamptz,
    decided_at timestamptz,
    signer jsonb,
    reason text,
    constraint rate_confirmations_pk primary key (booking_id, revision),
    constraint rate_confirmations_status_valid check (status in ('SENT', 'SIGNED', 'REJECTED', 'VOIDED')),
    constraint rate_confirmations_booking_id_reference foreign key(booking_id)
        references booking.bookings (booking_id)
);

create unique index rate_confirmations_link on booking.rate_confirmations (link_digest);
