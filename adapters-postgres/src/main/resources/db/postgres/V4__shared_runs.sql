-- What several servers on one state share: what is to be run and when, and the pieces that a run is cut into.

-- The tables of db-scheduler, as its documentation has them: runs and schedules, and pieces, so that runs that wait for their
-- pieces never stand in their way.
create table "${flyway:defaultSchema}".scheduled_run (
    task_name            text        collate "C" not null,
    task_instance        text        collate "C" not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    primary key (task_name, task_instance)
);

create index scheduled_run_by_time on "${flyway:defaultSchema}".scheduled_run (execution_time);
create index scheduled_run_by_heartbeat on "${flyway:defaultSchema}".scheduled_run (last_heartbeat);

create table "${flyway:defaultSchema}".scheduled_piece (
    task_name            text        collate "C" not null,
    task_instance        text        collate "C" not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    primary key (task_name, task_instance)
);

create index scheduled_piece_by_time on "${flyway:defaultSchema}".scheduled_piece (execution_time);
create index scheduled_piece_by_heartbeat on "${flyway:defaultSchema}".scheduled_piece (last_heartbeat);

-- Piece 0 is the run itself, coordinated by whoever took it last; attempts tell a server that was replaced that it was,
-- and the fruitless ones of them are those since it was saved last.
create table "${flyway:defaultSchema}".run_piece (
    run       text    collate "C" not null,
    piece     integer not null,
    what      text    not null,
    attempts  integer not null,
    fruitless integer not null,
    server    text    not null,
    done      integer not null,
    ended     boolean not null,
    cancelled boolean not null,
    report    text    not null,
    primary key (run, piece)
);
