-- What is to be run and when, and the pieces that a run is cut into.

-- The tables of db-scheduler, as its documentation has them, with times in milliseconds since 1970: runs and schedules, and
-- pieces, so that runs that wait for their pieces never stand in their way.
create table scheduled_run (
    task_name            text    not null,
    task_instance        text    not null,
    task_data            blob,
    execution_time       integer not null,
    picked               integer not null,
    picked_by            text,
    last_success         integer,
    last_failure         integer,
    consecutive_failures integer,
    last_heartbeat       integer,
    version              integer not null,
    primary key (task_name, task_instance)
) strict;

create index scheduled_run_by_time on scheduled_run (execution_time);
create index scheduled_run_by_heartbeat on scheduled_run (last_heartbeat);

create table scheduled_piece (
    task_name            text    not null,
    task_instance        text    not null,
    task_data            blob,
    execution_time       integer not null,
    picked               integer not null,
    picked_by            text,
    last_success         integer,
    last_failure         integer,
    consecutive_failures integer,
    last_heartbeat       integer,
    version              integer not null,
    primary key (task_name, task_instance)
) strict;

create index scheduled_piece_by_time on scheduled_piece (execution_time);
create index scheduled_piece_by_heartbeat on scheduled_piece (last_heartbeat);

-- Piece 0 is the run itself; attempts tell whoever was replaced that he was, and the
-- fruitless ones of them are those since it was saved last.
create table run_piece (
    run       text    not null,
    piece     integer not null,
    what      text    not null,
    attempts  integer not null,
    fruitless integer not null,
    server    text    not null,
    done      integer not null,
    ended     integer not null,
    cancelled integer not null,
    report    text    not null,
    primary key (run, piece)
) strict;
