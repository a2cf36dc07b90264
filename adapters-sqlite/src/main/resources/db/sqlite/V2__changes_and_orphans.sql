-- What a pass by watermark, by digests or in search of orphans remembers.

alter table checkpoint add column watermark_text text;
alter table checkpoint add column settled_text text;

create table sync_point (
    profile         text    not null,
    direction       text    not null,
    table_name      text    not null,
    pass            text    not null,
    source_identity text    not null,
    sink_identity   text    not null,
    fingerprint     text    not null,
    watermark_text  text,
    digested        integer not null,
    sink_rows       integer not null,
    saved_at        integer not null,
    primary key (profile, direction, table_name)
) strict, without rowid;

-- With a rowid, and the digests last: they are many kilobytes, and the other columns are found without them.
create table digest_range (
    profile    text    not null,
    direction  text    not null,
    table_name text    not null,
    pass       text    not null,
    range_end  integer not null,
    row_count  integer not null,
    first_key  text    not null,
    last_key   text    not null,
    digests    blob    not null,
    primary key (profile, direction, table_name, pass, range_end)
) strict;

-- A scope's keys lie side by side, so that forgetting them is one range.
create table orphan (
    profile    text    not null,
    direction  text    not null,
    table_name text    not null,
    number     integer not null,
    key_text   text    not null,
    primary key (profile, direction, table_name, number)
) strict, without rowid;
