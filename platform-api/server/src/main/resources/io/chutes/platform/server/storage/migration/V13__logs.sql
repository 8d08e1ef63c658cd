-- What instances wrote, in chunks as their nodes shipped them. Ids follow each other within a chute as chunks are committed, so that
-- who has read up to one has missed none.
create table instance_log (
    id          bigint      generated always as identity primary key,
    chute_id    bigint      not null references chute (id),
    instance    text        not null references instance (id),
    lines       integer     not null check (lines > 0),
    bytes       integer     not null check (bytes > 0),
    until       timestamptz not null,
    received_at timestamptz not null,
    content     text        not null
);
create index instance_log_of_chute on instance_log (chute_id, id);
create index instance_log_of_instance on instance_log (instance, id);
create index instance_log_received_at on instance_log (received_at);

-- How far an instance's output has been received, and what of it is no longer kept.
create table instance_log_head (
    instance text    primary key references instance (id),
    received bigint  not null default 0 check (received >= 0),
    complete boolean not null default false,
    bytes    bigint  not null default 0,
    removed  bigint  not null default 0
);
