-- Running balances: each account of users is a chain of numbered entries, each with the balance after it. The platform's own
-- accounts have none, since every booking touches one of them and would wait for all others.

alter table ledger_account add column running boolean not null generated always as (name not like 'platform:%') stored;

create table ledger_balance (
    account_id bigint         primary key references ledger_account,
    amount     numeric(20, 9) not null,
    entries    bigint         not null check (entries > 0),
    last_at    timestamptz    not null
);

alter table ledger_entry
    add column at      timestamptz,
    add column number  bigint,
    add column balance numeric(20, 9);

alter table ledger_entry disable trigger append_only;
update ledger_entry entry set at = tx.at from ledger_transaction tx where tx.id = entry.transaction_id;
update ledger_entry entry
set number = chain.number, balance = chain.balance, at = chain.at
from (select e.transaction_id, e.account_id,
             row_number() over so_far as number, sum(e.amount) over so_far as balance, max(e.at) over so_far as at
      from ledger_entry e join ledger_account account on account.id = e.account_id and account.running
      window so_far as (partition by e.account_id order by e.transaction_id)) chain
where chain.transaction_id = entry.transaction_id and chain.account_id = entry.account_id;
alter table ledger_entry enable trigger append_only;
insert into ledger_balance (account_id, amount, entries, last_at)
select account_id, sum(amount), count(*), max(at) from ledger_entry where number is not null group by account_id;

alter table ledger_entry
    alter column at set not null,
    add check ((number is null) = (balance is null));
create unique index ledger_entry_number on ledger_entry (account_id, number) include (balance) where number is not null;
create index ledger_entry_at on ledger_entry (account_id, at, number) where number is not null;

-- Whoever books in a user's account holds its balance until commit: entries get their numbers, times and balances in one order.
create function ledger_entry_running() returns trigger language plpgsql as $$
begin
    new.at := clock_timestamp();
    new.number := null;
    new.balance := null;
    if (select running from ledger_account where id = new.account_id) then
        insert into ledger_balance as held (account_id, amount, entries, last_at)
        values (new.account_id, new.amount, 1, new.at)
        on conflict (account_id) do update
            set amount  = held.amount + excluded.amount,
                entries = held.entries + 1,
                last_at = greatest(held.last_at, clock_timestamp())
        returning amount, entries, last_at into new.balance, new.number, new.at;
    end if;
    return new;
end
$$;
create trigger running before insert on ledger_entry for each row execute function ledger_entry_running();

create function ledger_balance_follows_entries() returns trigger language plpgsql as $$
begin
    if pg_trigger_depth() < 2 then
        raise exception '% on ledger_balance is forbidden: a balance follows from the entries', tg_op
            using errcode = 'insufficient_privilege';
    end if;
    return null;
end
$$;
create trigger follows_entries before insert or update or delete or truncate on ledger_balance
    for each statement execute function ledger_balance_follows_entries();

-- A balance that was tampered with is found by the next entry: it does not continue the chain.
create or replace function ledger_entry_balanced() returns trigger language plpgsql as $$
begin
    perform ledger_check_balanced(new.transaction_id);
    if new.number is not null and new.balance - new.amount is distinct from
            (case when new.number = 1 then 0
                  else (select balance from ledger_entry where account_id = new.account_id and number = new.number - 1) end) then
        raise exception 'entry % of ledger account % does not continue the balance before it', new.number, new.account_id
            using errcode = 'check_violation';
    end if;
    return null;
end
$$;

-- Usage: what each metered interval cost, in parts that lie within one hour, so that hours add up to the ledger exactly.
create table usage (
    instance       text           not null,
    sequence       bigint         not null check (sequence >= 1),
    hour           timestamptz    not null,
    account_id     bigint         not null references account,
    chute          text           not null,
    began          timestamptz    not null,
    ended          timestamptz    not null,
    millis         bigint         not null check (millis >= 0),
    gpu            text,
    gpu_count      integer        not null check (gpu_count >= 0),
    price_list     date           not null,
    hourly_price   numeric        not null,
    amount         numeric(20, 9) not null check (amount >= 0),
    transaction_id bigint         references ledger_transaction,
    primary key (instance, sequence, hour),
    check (hour <= began and began < ended and ended <= hour + interval '1 hour'),
    check (transaction_id is not null or amount = 0)
);
create index usage_of_account on usage (account_id, hour);
create index usage_of_transaction on usage (transaction_id);
create trigger append_only before update or delete or truncate on usage
    for each statement execute function ledger_is_append_only();

-- Intervals that never came. What was missed is not known, so it is not charged; once told off, it stays visible.
create table usage_gap (
    instance       text        not null,
    first_sequence bigint      not null,
    last_sequence  bigint      not null check (last_sequence >= first_sequence),
    account_id     bigint      not null references account,
    chute          text        not null,
    after          timestamptz not null,
    before         timestamptz not null,
    reason         text        not null,
    noticed_at     timestamptz not null,
    primary key (instance, first_sequence)
);
create index usage_gap_of_account on usage_gap (account_id, after);

-- What calls to somebody else's chute cost, by the price that its owner had set when they began.
create table chute_price (
    chute_id bigint         not null references chute,
    since    timestamptz    not null,
    unit     text           not null check (unit in ('REQUEST', 'SECOND', 'TOKENS')),
    price    numeric(20, 9) not null check (price >= 0),
    output   numeric(20, 9) check (output >= 0),
    primary key (chute_id, since),
    check ((output is not null) = (unit = 'TOKENS'))
);
create trigger append_only before update or delete or truncate on chute_price
    for each statement execute function ledger_is_append_only();

create table call_charge (
    id             text           primary key,
    account_id     bigint         not null references account,
    key_id         text           not null,
    chute          text           not null,
    at             timestamptz    not null,
    millis         bigint         not null check (millis >= 0),
    input_tokens   bigint         not null check (input_tokens >= 0),
    output_tokens  bigint         not null check (output_tokens >= 0),
    amount         numeric(20, 9) not null check (amount > 0),
    transaction_id bigint         not null references ledger_transaction
);
create index call_charge_of_account on call_charge (account_id, at);
create trigger append_only before update or delete or truncate on call_charge
    for each statement execute function ledger_is_append_only();

-- What was spent a day (UTC), by account, chute and key: what budgets are held against.
create table spend (
    account_id bigint         not null references account,
    scope      text           not null check (scope in ('ACCOUNT', 'CHUTE', 'KEY')),
    subject    text           not null,
    day        date           not null,
    amount     numeric(20, 9) not null,
    primary key (account_id, scope, subject, day)
);

create table budget (
    id         bigint         generated always as identity primary key,
    account_id bigint         not null references account,
    scope      text           not null check (scope in ('ACCOUNT', 'CHUTE', 'KEY')),
    subject    text           not null,
    period     text           not null check (period in ('DAY', 'MONTH', 'TOTAL')),
    cap        numeric(20, 9) not null check (cap > 0),
    created_at timestamptz    not null,
    unique (account_id, scope, subject, period),
    check ((subject = '') = (scope = 'ACCOUNT'))
);

-- Deposits as their payment providers told them. One for an account that is not there waits in platform:suspense.
create table deposit (
    id             bigint         generated always as identity primary key,
    provider       text           not null,
    reference      text           not null,
    payee          text           not null,
    account_id     bigint         references account,
    amount         numeric(20, 9) not null check (amount > 0),
    transaction_id bigint         not null references ledger_transaction,
    received_at    timestamptz    not null,
    unique (provider, reference)
);
create index deposit_of_account on deposit (account_id, id);
create index deposit_in_suspense on deposit (id) where account_id is null;

create table refund (
    deposit_id     bigint         not null references deposit,
    reference      text           not null,
    amount         numeric(20, 9) not null check (amount > 0),
    transaction_id bigint         not null references ledger_transaction,
    refunded_at    timestamptz    not null,
    primary key (deposit_id, reference)
);

insert into ledger_account (name) values ('platform:suspense') on conflict (name) do nothing;

-- Whatever is wrong in the book; always empty. For operators and tests: it reads everything.
create view ledger_discrepancy as
select 'transaction ' || transaction_id as what, 'sums to ' || sum(amount) as wrong
from ledger_entry group by transaction_id having sum(amount) <> 0 or count(*) < 2
union all
select 'account ' || account.name,
       'holds ' || held.amount || ' in ' || held.entries || ' entries, which sum to ' || booked.amount || ' in ' || booked.entries
from ledger_balance held
join ledger_account account on account.id = held.account_id
left join (select account_id, sum(amount) as amount, count(*) as entries, max(number) as last
           from ledger_entry where number is not null group by account_id) booked on booked.account_id = held.account_id
where (held.amount, held.entries, held.entries) is distinct from (booked.amount, booked.entries, booked.last)
union all
select 'transaction ' || part.transaction_id, 'moved ' || entry.amount || ' for usage of ' || part.amount
from (select transaction_id, account_id, sum(amount) as amount from usage group by transaction_id, account_id) part
join account on account.id = part.account_id
join ledger_account wallet on wallet.name = 'wallet:' || account.name
left join ledger_entry entry on entry.transaction_id = part.transaction_id and entry.account_id = wallet.id
where part.transaction_id is not null and entry.amount is distinct from -part.amount;
