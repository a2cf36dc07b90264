-- Where Tidemark remembers. Times are milliseconds since 1970-01-01T00:00Z: select datetime(saved_at / 1000, 'unixepoch').
-- Names in a statement that is applied never change: a change is the next file, and Migrations.LATEST.

create table checkpoint (
    profile         text    not null,
    direction       text    not null,
    table_name      text    not null,
    pass            text    not null,
    source_identity text    not null,
    sink_identity   text    not null,
    fingerprint     text    not null,
    cursor_text     text    not null,
    row_count       integer not null,
    saved_at        integer not null,
    primary key (profile, direction, table_name)
) strict, without rowid;

-- autoincrement: a number is never given twice, so a page after a number misses nothing.
create table reject (
    number      integer primary key autoincrement,
    profile     text    not null,
    direction   text    not null,
    table_name  text    not null,
    pass        text    not null,
    rejected_at integer not null,
    kind        text    not null,
    code        text    not null,
    message     text    not null,
    row_key     text    not null,
    row_text    text
) strict;

create index reject_by_scope on reject (profile, direction, table_name, number);

create table run (
    run        text    not null primary key,
    profile    text    not null,
    direction  text    not null,
    status     text    not null,
    started_at integer not null,
    ended_at   integer,
    report     text    not null
) strict, without rowid;

create index run_by_start on run (started_at, run);
create index run_by_profile on run (profile, started_at, run);
