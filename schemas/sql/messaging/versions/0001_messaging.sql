-- The schema `messaging` as it began. Later migrations change it; this file stays as it is.

create table messaging.consents (
    consent_id uuid not null,
    workspace_id text not null,
    address text not null,
    kind text not null,
    scope text not null,
    channel text not null,
    source_text text not null,
    evidence text,
    recorded_by text not null,
    at timestamptz not null,
    position bigint generated always as identity,
    constraint consents_pk primary key (consent_id),
    constraint consents_kind_valid check (kind in ('granted', 'revoked'))
);

create index consents_address on messaging.consents (workspace_id, address, position);

create table messaging.firings (
    firing_id uuid not null,
    workspace_id text not null,
    load_id uuid not null,
    rule text not null,
    anchor text not null,
    state jsonb not null,
    changed_at timestamptz default now() not null,
    constraint firings_pk primary key (firing_id)
);

create index firings_load on messaging.firings (load_id);

create table messaging.loads (
    load_id uuid not null,
    workspace_id text not null,
    facts jsonb default '{}'::jsonb not null,
    event_ids uuid[] default '{}'::uuid[] not null,
    ended_at timestamptz,
    updated_at timestamptz default now() not null,
    constraint loads_pk primary key (load_id)
);

create index loads_workspace on messaging.loads (workspace_id, updated_at);

create table messaging.messages (
    message_id uuid not null,
    workspace_id text not null,
    load_id uuid,
    stop integer,
    subject_id text,
    thread_id uuid,
    rule text,
    anchor text,
    template text not null,
    template_version integer not null,
    recipient jsonb not null,
    handling jsonb not null,
    subject text,
    body text not null,
    author text default 'automation' not null,
    status text not null,
    reason text,
    due_at timestamptz default now() not null,
    wait_key text,
    reply_due_at timestamptz,
    reply_id uuid,
    follow_ups integer default 0 not null,
    correlation_id text not null,
    created_by text not null,
    created_at timestamptz default now() not null,
    updated_at timestamptz default now() not null,
    started_at timestamptz,
    constraint messages_pk primary key (message_id),
    constraint messages_status_valid check (status in ('PLANNED', 'SENDING', 'PROVIDER_ACCEPTED', 'SEND_OUTCOME_UNKNOWN', 'AWAITING_REPLY', 'DELIVERED', 'REPLIED', 'SKIPPED', 'SUPPRESSED', 'CANCELLED', 'ESCALATED', 'FAILED', 'UNKNOWN')),
    constraint messages_author_valid check (author in ('automation', 'human', 'contact'))
);

create index messages_created on messaging.messages (workspace_id, created_at);

create index messages_load on messaging.messages (workspace_id, load_id, due_at);

create index messages_unstarted on messaging.messages (created_at) where started_at is null;

create table messaging.outbox (
    event_id uuid not null,
    workspace_id text not null,
    load_id uuid,
    detail_type text not null,
    detail jsonb not null,
    created_at timestamptz default now() not null,
    delivered_at timestamptz,
    position bigint generated always as identity,
    constraint outbox_pk primary key (event_id)
);

create index outbox_load on messaging.outbox (workspace_id, load_id, position);

create index outbox_undelivered on messaging.outbox (created_at) where delivered_at is null;

create table messaging.refused_webhooks (
    provider text not null,
    reason text not null,
    count integer default 0 not null,
    last_at timestamptz default now() not null,
    constraint refused_webhooks_pk primary key (provider, reason)
);

create table messaging.rules (
    workspace_id text not null,
    name text not null,
    version integer default 1 not null,
    enabled boolean default false not null,
    document jsonb not null,
    changed_by text not null,
    changed_at timestamptz default now() not null,
    constraint rules_pk primary key (workspace_id, name)
);

create table messaging.task_answers (
    task_key text not null,
    workspace_id text not null,
    answer jsonb not null,
    answered_at timestamptz default now() not null,
    constraint task_answers_pk primary key (task_key)
);

create table messaging.templates (
    workspace_id text not null,
    name text not null,
    version integer not null,
    document jsonb not null,
    created_by text not null,
    created_at timestamptz default now() not null,
    constraint templates_pk primary key (workspace_id, name, version)
);

create table messaging.threads (
    thread_id uuid not null,
    workspace_id text not null,
    channel text not null,
    origin text not null,
    address text not null,
    load_id uuid,
    subject_id text,
    held_by text,
    held_at timestamptz,
    opened_at timestamptz default now() not null,
    last_at timestamptz default now() not null,
    closed_at timestamptz,
    constraint threads_pk primary key (thread_id),
    constraint threads_channel_valid check (channel in ('sms', 'email', 'voice'))
);

create index threads_address on messaging.threads (origin, address, last_at);

create index threads_load on messaging.threads (workspace_id, load_id);

create table messaging.workspaces (
    workspace_id text not null,
    policy jsonb default '{}'::jsonb not null,
    updated_at timestamptz default now() not null,
    constraint workspaces_pk primary key (workspace_id)
);

create table messaging.answers (
    answer_id uuid not null,
    workspace_id text not null,
    message_id uuid not null,
    wait_key text not null,
    output jsonb,
    error text,
    cause text,
    created_at timestamptz default now() not null,
    delivered_at timestamptz,
    constraint answers_pk primary key (answer_id),
    constraint answers_outcome_valid check ((output is null) <> (error is null)),
    constraint answers_message_id_reference foreign key(message_id) references messaging.messages (message_id)
);

create index answers_undelivered on messaging.answers (created_at) where delivered_at is null;

create index answers_wait on messaging.answers (wait_key);

create table messaging.deliveries (
    delivery_id uuid not null,
    workspace_id text not null,
    message_id uuid not null,
    number integer not null,
    channel text not null,
    origin text not null,
    address text not null,
    task_key text not null,
    status text not null,
    provider_message_id text,
    error text,
    failed_at timestamptz,
    final boolean default false not null,
    parts integer,
    quiet_hours_override text,
    claimed_at timestamptz default now() not null,
    accepted_at timestamptz,
    settled_at timestamptz,
    constraint deliveries_pk primary key (delivery_id),
    constraint deliveries_message_id_number_unique unique (message_id, number),
    constraint deliveries_channel_valid check (channel in ('sms', 'email', 'voice')),
    constraint deliveries_status_valid check (status in ('CLAIMED', 'QUEUED', 'PENDING', 'SENT', 'DELIVERED', 'FAILED', 'UNKNOWN')),
    constraint deliveries_message_id_reference foreign key(message_id) references messaging.messages (message_id)
);

create index deliveries_origin on messaging.deliveries (origin, claimed_at);

create index deliveries_provider on messaging.deliveries (provider_message_id);

create table messaging.texts (
    text_id uuid not null,
    workspace_id text not null,
    thread_id uuid not null,
    message_id uuid,
    direction text not null,
    author text not null,
    channel text not null,
    body text not null,
    provider_message_id text,
    intent jsonb,
    at timestamptz not null,
    position bigint generated always as identity,
    constraint texts_pk primary key (text_id),
    constraint texts_direction_valid check (direction in ('out', 'in')),
    constraint texts_author_valid check (author in ('automation', 'human', 'contact')),
    constraint texts_channel_valid check (channel in ('sms', 'email', 'voice')),
    constraint texts_thread_id_reference foreign key(thread_id) references messaging.threads (thread_id)
);

create unique index texts_provider on messaging.texts (provider_message_id);

create index texts_thread on messaging.texts (thread_id, position);

create table messaging.receipts (
    receipt_id text not null,
    workspace_id text not null,
    delivery_id uuid not null,
    status text not null,
    final boolean not null,
    detail text,
    occurred_at timestamptz not null,
    received_at timestamptz default now() not null,
    constraint receipts_pk primary key (receipt_id),
    constraint receipts_delivery_id_reference foreign key(delivery_id) references messaging.deliveries (delivery_id)
);

create index receipts_delivery on messaging.receipts (delivery_id);
