-- How calls ended, by the rollout that sent them to a version: what a new version is judged by.
create table call_outcome (
    chute_id bigint  not null,
    rollout  integer not null,
    version  integer not null,
    calls    bigint  not null check (calls >= 0),
    failed   bigint  not null check (failed between 0 and calls),
    primary key (chute_id, rollout, version),
    foreign key (chute_id, rollout) references chute_rollout (chute_id, number)
);
