-- What servers remember: who may call them, what was done, what happened in each run, and which requests were honoured.

create table "${flyway:defaultSchema}".token (
    id         text collate "C" not null primary key,
    name       text             not null,
    role       text             not null,
    hash       text             not null,
    created_at timestamptz      not null,
    expires_at timestamptz,
    revoked_at timestamptz
);

create table "${flyway:defaultSchema}".audit (
    number  bigint generated always as identity primary key,
    at      timestamptz not null,
    actor   text        not null,
    action  text        not null,
    subject text        not null,
    detail  text        not null
);

create table "${flyway:defaultSchema}".run_event (
    number bigint generated always as identity primary key,
    run    text collate "C" not null,
    at     timestamptz      not null,
    kind   text             not null,
    json   text             not null
);

create index run_event_by_run on "${flyway:defaultSchema}".run_event (run, number);
create index run_event_by_time on "${flyway:defaultSchema}".run_event (at);

create table "${flyway:defaultSchema}".start_claim (
    start_key   text collate "C" not null primary key,
    fingerprint text             not null,
    claim       text             not null,
    run         text,
    at          timestamptz      not null
);

create table "${flyway:defaultSchema}".server_secret (
    name   text collate "C" not null primary key,
    secret text             not null
);

-- Pages through the history: all runs and those of a profile have their index since version 1.
create index run_by_status on "${flyway:defaultSchema}".run (status, started_at, run);
create index run_by_profile_status on "${flyway:defaultSchema}".run (profile, status, started_at, run);
