-- One log of all that changes. An event is written in the transaction of what it tells of, and gets its number in its
-- account's order as that transaction commits: so numbers have no gap, and whoever has read up to one has missed nothing.
create table event (
    id         bigint      generated always as identity primary key,
    account_id bigint      not null references account (id),
    sequence   bigint,
    at         timestamptz not null default now(),
    type       text        not null check (type ~ '^[a-z]+(\.[a-z]+(-[a-z]+)*)+$'),
    chute      text,
    message    text        not null check (message <> ''),
    data       jsonb       not null,
    actor      text        not null,
    key        text,
    address    text,
    unique (account_id, sequence)
);
create index event_of_chute on event (account_id, chute, sequence) where chute is not null;
create index event_without_number on event (account_id, id) where sequence is null;

create table event_head (
    account_id bigint primary key references account (id),
    last       bigint not null
);

-- The first event of a transaction numbers all of them, account by account in one order, so that no two transactions wait
-- for each other. Events without a number are those of this transaction: nobody else's can be seen before they have one.
create function event_number() returns trigger language plpgsql as $$
declare
    fresh  record;
    upto   bigint;
    stamp  timestamptz;
begin
    for fresh in select account_id, count(*) as events from event where sequence is null
                 group by account_id order by account_id loop
        insert into event_head as head (account_id, last) values (fresh.account_id, fresh.events)
            on conflict (account_id) do update set last = head.last + excluded.last
            returning head.last into upto;
        stamp := clock_timestamp();
        update event set sequence = numbered.sequence, at = stamp
        from (select id, upto - fresh.events + row_number() over (order by id) as sequence
              from event where account_id = fresh.account_id and sequence is null) numbered
        where event.id = numbered.id;
        perform pg_notify('event', fresh.account_id::text);
    end loop;
    return null;
end
$$;
create constraint trigger numbered after insert on event
    deferrable initially deferred for each row execute function event_number();

create function event_is_append_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.sequence is null and new.sequence is not null
                and to_jsonb(new) - 'sequence' - 'at' = to_jsonb(old) - 'sequence' - 'at' then
            return new;
        end if;
    end if;
    raise exception '% on event is forbidden: what has happened stays as it was written', tg_op
        using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before update or delete on event
    for each row execute function event_is_append_only();
create trigger append_only_whole before truncate on event
    for each statement execute function event_is_append_only();

-- What serves of a chute: one version, or beside it another that is tried out with a part of the calls. The newest row holds.
create table chute_rollout (
    chute_id   bigint      not null references chute (id),
    number     integer     not null check (number >= 1),
    version    integer     not null,
    canary     integer,
    percent    integer,
    split      text check (split in ('CALLS', 'CALLERS')),
    cause      text        not null check (cause in ('DEPLOYED', 'PROMOTED', 'ROLLED_BACK', 'CANARY')),
    created_at timestamptz not null,
    primary key (chute_id, number),
    foreign key (chute_id, version) references chute_version (chute_id, version),
    foreign key (chute_id, canary) references chute_version (chute_id, version),
    check (canary is null and percent is null and split is null
        or canary <> version and percent between 1 and 99 and split is not null)
);

create function refuse_change_of_rollout() returns trigger language plpgsql as $$
begin
    raise exception 'rollout % of chute % is history', old.number, old.chute_id;
end
$$;
create trigger chute_rollout_immutable before update or delete on chute_rollout
    for each row execute function refuse_change_of_rollout();

alter table chute rename column current_version to newest_version;
alter table chute
    add column rollout integer not null default 0 check (rollout >= 0),
    add column callers text not null default 'SHARED' check (callers in ('SHARED', 'EVERYBODY'));
insert into chute_rollout (chute_id, number, version, cause, created_at)
    select id, 1, newest_version, 'DEPLOYED', created_at from chute where newest_version >= 1;
update chute set rollout = 1 where newest_version >= 1;

create table chute_share (
    chute_id   bigint      not null references chute (id),
    account_id bigint      not null references account (id),
    created_at timestamptz not null,
    primary key (chute_id, account_id)
);
