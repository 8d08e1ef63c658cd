create table account (
    id         bigint generated always as identity primary key,
    name       text        not null unique,
    created_at timestamptz not null default now()
);

create table api_key (
    id         text primary key,
    account_id bigint      not null references account,
    hash       bytea       not null check (octet_length(hash) = 32),
    created_at timestamptz not null default now()
);
create index api_key_account on api_key (account_id);

create table ledger_account (
    id   bigint generated always as identity primary key,
    name text not null unique
);

-- booked_in is the database transaction that wrote the row: its entries come in the same one or never.
create table ledger_transaction (
    id          bigint generated always as identity primary key,
    cause       text        not null unique,
    at          timestamptz not null default now(),
    description text        not null,
    booked_in   xid8        not null default pg_current_xact_id()
);

create table ledger_entry (
    transaction_id bigint         not null references ledger_transaction,
    account_id     bigint         not null references ledger_account,
    amount         numeric(20, 9) not null check (amount <> 0),
    primary key (transaction_id, account_id)
);
create index ledger_entry_account on ledger_entry (account_id, transaction_id) include (amount);

-- Entries sum to zero and are at least two. Checked at commit, when all of them are there; on the transaction's own row
-- too, so that one without entries is seen.
create function ledger_check_balanced(booked bigint) returns void language plpgsql as $$
declare
    entries bigint;
    total   numeric;
begin
    select count(*), coalesce(sum(amount), 0) into entries, total from ledger_entry where transaction_id = booked;
    if entries < 2 then
        raise exception 'ledger transaction % has % entries, at least 2 are needed', booked, entries
            using errcode = 'check_violation';
    end if;
    if total <> 0 then
        raise exception 'ledger transaction % sums to %, not to zero', booked, total
            using errcode = 'check_violation';
    end if;
end
$$;

create function ledger_transaction_balanced() returns trigger language plpgsql as $$
begin
    perform ledger_check_balanced(new.id);
    return null;
end
$$;

create function ledger_entry_balanced() returns trigger language plpgsql as $$
begin
    perform ledger_check_balanced(new.transaction_id);
    return null;
end
$$;

create constraint trigger balanced after insert on ledger_transaction
    deferrable initially deferred for each row execute function ledger_transaction_balanced();
create constraint trigger balanced after insert on ledger_entry
    deferrable initially deferred for each row execute function ledger_entry_balanced();

-- What is booked stays as it was booked: nothing is changed, taken away, or added to it later.
create function ledger_entry_in_time() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from ledger_transaction
                   where id = new.transaction_id and booked_in = pg_current_xact_id()) then
        raise exception 'ledger transaction % is not being booked now: entries are added only with their transaction',
            new.transaction_id using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger in_time before insert on ledger_entry for each row execute function ledger_entry_in_time();

create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception '% on % is forbidden: the ledger is append-only, book a reversal instead', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before update or delete or truncate on ledger_transaction
    for each statement execute function ledger_is_append_only();
create trigger append_only before update or delete or truncate on ledger_entry
    for each statement execute function ledger_is_append_only();
create trigger append_only before update or delete or truncate on ledger_account
    for each statement execute function ledger_is_append_only();

insert into ledger_account (name) values ('platform:revenue'), ('platform:faucet');
