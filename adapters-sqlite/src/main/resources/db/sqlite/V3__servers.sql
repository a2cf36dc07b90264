-- What servers remember: who may call them, what was done, what happened in each run, and which requests were honoured.

create table token (
    id         text    not null primary key,
    name       text    not null,
    role       text    not null,
    hash       text    not null,
    created_at integer not null,
    expires_at integer,
    revoked_at integer
) strict;

create table audit (
    number  integer primary key autoincrement,
    at      integer not null,
    actor   text    not null,
    action  text    not null,
    subject text    not null,
    detail  text    not null
) strict;

create table run_event (
    number integer primary key autoincrement,
    run    text    not null,
    at     integer not null,
    kind   text    not null,
    json   text    not null
) strict;

create index run_event_by_run on run_event (run, number);
create index run_event_by_time on run_event (at);

create table start_claim (
    start_key   text    not null primary key,
    fingerprint text    not null,
    claim       text    not null,
    run         text,
    at          integer not null
) strict;

create table server_secret (
    name   text not null primary key,
    secret text not null
) strict;

-- Pages through the history: all runs and those of a profile have their index since version 1.
create index run_by_status on run (status, started_at, run);
create index run_by_profile_status on run (profile, status, started_at, run);
