-- What a pass by watermark, by digests or in search of orphans remembers.

alter table "${flyway:defaultSchema}".checkpoint add column watermark_text text, add column settled_text text;

create table "${flyway:defaultSchema}".sync_point (
    profile         text collate "C" not null,
    direction       text collate "C" not null,
    table_name      text collate "C" not null,
    pass            text             not null,
    source_identity text             not null,
    sink_identity   text             not null,
    fingerprint     text             not null,
    watermark_text  text,
    digested        boolean          not null,
    sink_rows       bigint           not null,
    saved_at        timestamptz      not null,
    primary key (profile, direction, table_name)
);

create table "${flyway:defaultSchema}".digest_range (
    profile    text collate "C" not null,
    direction  text collate "C" not null,
    table_name text collate "C" not null,
    pass       text collate "C" not null,
    range_end  bigint           not null,
    row_count  integer          not null,
    first_key  text             not null,
    last_key   text             not null,
    digests    bytea            not null,
    primary key (profile, direction, table_name, pass, range_end)
);

-- Digests cannot be compressed; out of line and as they are, their length is known without reading them.
alter table "${flyway:defaultSchema}".digest_range alter column digests set storage external;

create table "${flyway:defaultSchema}".orphan (
    profile    text collate "C" not null,
    direction  text collate "C" not null,
    table_name text collate "C" not null,
    number     bigint generated always as identity,
    key_text   text             not null,
    primary key (profile, direction, table_name, number)
);
