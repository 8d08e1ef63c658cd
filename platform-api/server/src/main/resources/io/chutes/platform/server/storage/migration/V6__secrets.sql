-- Secrets: each value under a data key of its own, each data key under a master key that is not in this database.
-- One for every chute of an account has the chute ''.

create table secret (
    account_id  bigint      not null references account on delete cascade,
    chute       text        not null,
    name        text        not null,
    master_key  text        not null,
    wrapped_key bytea       not null,
    sealed      bytea       not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    primary key (account_id, chute, name)
);
create index secret_master_key on secret (master_key);

-- Whoever deletes a chute deletes its secrets: a later chute of that name does not inherit them.
create function forget_secrets_of_chute() returns trigger language plpgsql as $$
begin
    delete from secret where account_id = new.account_id and chute = new.name;
    return null;
end
$$;

create trigger secrets_die_with_it after update of deleted_at on chute
    for each row when (old.deleted_at is null and new.deleted_at is not null) execute function forget_secrets_of_chute();
