-- Nodes that join by a token, and what nodes say of themselves. Nodes that the configuration names have no account to tell, nor a
-- credential here.
alter table node
    alter column engine drop not null,
    alter column heard_at drop not null,
    add column account_id      bigint references account (id),
    add column provider_id     bigint references account (id),
    add column credential_id   text unique,
    add column credential_hash bytea check (octet_length(credential_hash) = 32),
    add column agent           text,
    add column refused_agent   text,
    add column free_disk_gb    integer not null default 0 check (free_disk_gb >= 0),
    add column warnings        jsonb   not null default '[]',
    add column silence         text check (silence in ('SUSPECT', 'LOST')),
    add column joined_at       timestamptz,
    add column draining_at     timestamptz,
    add column drained_at      timestamptz,
    add column deleted_at      timestamptz;

-- Whoever made a token hears of its node; whoever lends the node earns by it.
create table node_token (
    id          text        primary key,
    hash        bytea       not null check (octet_length(hash) = 32),
    account_id  bigint      not null references account (id),
    provider_id bigint      references account (id),
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz,
    node        text        references node (name)
);
