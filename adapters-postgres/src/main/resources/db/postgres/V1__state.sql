-- Where Tidemark remembers. A statement that is applied never changes: a change is the next file, and Migrations.LATEST.
-- Every name carries its schema, since behind a transaction pooler a search_path that was set is soon another's.
-- Names compare and sort by their bytes, whatever the database's collation.

create table "${flyway:defaultSchema}".checkpoint (
    profile         text collate "C" not null,
    direction       text collate "C" not null,
    table_name      text collate "C" not null,
    pass            text             not null,
    source_identity text             not null,
    sink_identity   text             not null,
    fingerprint     text             not null,
    cursor_text     text             not null,
    row_count       bigint           not null,
    saved_at        timestamptz      not null,
    primary key (profile, direction, table_name)
);

create table "${flyway:defaultSchema}".reject (
    number      bigint generated always as identity primary key,
    profile     text collate "C" not null,
    direction   text collate "C" not null,
    table_name  text collate "C" not null,
    pass        text             not null,
    rejected_at timestamptz      not null,
    kind        text             not null,
    code        text             not null,
    message     text             not null,
    row_key     text             not null,
    row_text    text
);

create index reject_by_scope on "${flyway:defaultSchema}".reject (profile, direction, table_name, number);

create table "${flyway:defaultSchema}".run (
    run        text collate "C" not null primary key,
    profile    text collate "C" not null,
    direction  text             not null,
    status     text             not null,
    started_at timestamptz      not null,
    ended_at   timestamptz,
    report     text             not null
);

create index run_by_start on "${flyway:defaultSchema}".run (started_at, run);
create index run_by_profile on "${flyway:defaultSchema}".run (profile, started_at, run);

-- A lease a profile. Its holder beats: it sets expires_at anew and counts, by the server's clock. One that is silent until
-- expires_at is dead, and whoever waits takes over.
create table "${flyway:defaultSchema}".run_lock (
    profile    text collate "C" not null primary key,
    token      text             not null,
    holder     text             not null,
    beats      bigint           not null,
    expires_at timestamptz      not null
);
