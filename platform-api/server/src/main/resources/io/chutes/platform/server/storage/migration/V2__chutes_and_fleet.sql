-- Chutes, their immutable versions, the nodes and the instances on them.

create table chute (
    id              bigint generated always as identity primary key,
    account_id      bigint      not null references account (id),
    name            text        not null,
    current_version integer     not null check (current_version >= 0),
    created_at      timestamptz not null,
    deleted_at      timestamptz
);

create unique index chute_name on chute (account_id, name) where deleted_at is null;

create table chute_version (
    chute_id   bigint      not null references chute (id),
    version    integer     not null check (version >= 1),
    image      text        not null,
    manifest   text        not null,
    created_at timestamptz not null,
    primary key (chute_id, version)
);

create function refuse_change_of_version() returns trigger language plpgsql as $$
begin
    raise exception 'version % of chute % is immutable', old.version, old.chute_id;
end
$$;

create trigger chute_version_immutable before update or delete on chute_version
    for each row execute function refuse_change_of_version();

create table node (
    name      text        primary key,
    engine    text        not null,
    cores     integer     not null check (cores >= 0),
    memory_gb integer     not null check (memory_gb >= 0),
    gpus      jsonb       not null,
    heard_at  timestamptz not null
);

-- What an instance holds of its node is written when it is placed, and counts until it has ended.
create table instance (
    id             text        primary key,
    chute_id       bigint      not null,
    version        integer     not null,
    status         text        not null check (status in
        ('PENDING', 'PLACING', 'PULLING', 'STARTING', 'READY', 'DRAINING', 'STOPPED', 'FAILED')),
    reason         text        not null,
    wanted         boolean     not null default true,
    token          text        not null,
    node           text        references node (name),
    gpu            text,
    gpu_count      integer     not null default 0 check (gpu_count >= 0),
    cores          integer     not null default 0 check (cores >= 0),
    memory_gb      integer     not null default 0 check (memory_gb >= 0),
    address        text,
    phases         jsonb       not null default '[]',
    usage_sequence bigint      not null default 0,
    usage_until    timestamptz,
    usage_closed   timestamptz,
    created_at     timestamptz not null,
    tried_at       timestamptz,
    placed_at      timestamptz,
    ready_at       timestamptz,
    ended_at       timestamptz,
    foreign key (chute_id, version) references chute_version (chute_id, version),
    check (status = 'PENDING' or node is not null or status in ('STOPPED', 'FAILED')),
    check ((ended_at is not null) = (status in ('STOPPED', 'FAILED')))
);

create unique index instance_of_version on instance (chute_id, version) where wanted and ended_at is null;
create index instance_on_node on instance (node) where ended_at is null;
create index instance_of_chute on instance (chute_id, created_at desc);
