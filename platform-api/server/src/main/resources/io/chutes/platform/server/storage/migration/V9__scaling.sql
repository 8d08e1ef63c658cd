-- Several instances of a version, and why there are as many as there are.

drop index instance_of_version;
create index instance_of_version on instance (chute_id, version) where wanted and ended_at is null;

-- What each gateway has under way, told every second while there is something to tell. Who is silent has nothing.
create table gateway_load (
    gateway     text        not null,
    chute_id    bigint      not null references chute (id),
    version     integer     not null,
    in_flight   integer     not null check (in_flight >= 0),
    queued      integer     not null check (queued >= 0),
    told_at     timestamptz not null,
    primary key (gateway, chute_id, version)
);
create index gateway_load_of_chute on gateway_load (chute_id);

create table scaling_decision (
    id         bigint      generated always as identity primary key,
    chute_id   bigint      not null references chute (id),
    version    integer     not null,
    at         timestamptz not null,
    in_flight  integer     not null,
    queued     integer     not null,
    ready      integer     not null,
    starting   integer     not null,
    instances  integer     not null check (instances >= 0),
    reason     text        not null
);
create index scaling_decision_of_chute on scaling_decision (chute_id, id desc);
