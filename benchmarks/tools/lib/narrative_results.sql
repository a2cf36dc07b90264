create table narrative_results(id integer primary key, experiment_id integer not null, run_no integer not null,
 score real, latency_ms real, model text not null, scenario text not null, status text not null, narrative text,
 updated_at text not null, is_valid integer not null, note text)
