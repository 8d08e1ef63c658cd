-- What accounts and keys may do, and what was answered to requests that may come again.

-- A deleted account stays, so that nobody else gets its name.
alter table account
    add column deleted_at timestamptz,
    add column settled_at timestamptz;

create table account_role (
    account_id bigint      not null references account,
    role       text        not null check (role in ('developer', 'provider', 'admin')),
    granted_at timestamptz not null default now(),
    primary key (account_id, role)
);

-- The keys that are there already may do everything, as they could.
alter table api_key
    add column name         text    not null default 'first' check (length(name) between 1 and 64),
    add column admin        boolean not null default true,
    add column scopes       jsonb   not null default '[]',
    add column expires_at   timestamptz,
    add column spend_cap    numeric(20, 9) check (spend_cap >= 0),
    add column last_used_at timestamptz,
    add column revoked_at   timestamptz;
alter table api_key
    alter column name drop default,
    alter column admin drop default,
    alter column scopes drop default;

-- Every platform on this database forgets what it knows of an account when its keys, its roles or itself change.
create function account_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('account_changed', coalesce(new.account_id, old.account_id)::text);
    return null;
end
$$;
create trigger account_changed after update of admin, scopes, expires_at, spend_cap, revoked_at or delete on api_key
    for each row execute function account_changed();
create trigger account_changed after insert or delete on account_role
    for each row execute function account_changed();

-- Who asked, a keyed hash of route and Idempotency-Key, one of the request, and the sealed reply once there is one.
create table stored_reply (
    account_id bigint      not null,
    name       bytea       not null check (octet_length(name) = 32),
    request    bytea       not null check (octet_length(request) = 32),
    reply      bytea,
    made_at    timestamptz not null,
    primary key (account_id, name)
);
create index stored_reply_made_at on stored_reply (made_at);
