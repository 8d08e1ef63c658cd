-- A call takes no more than is left of its caller's wallet and caps. What it cost beyond that stays visible.
alter table call_charge
    add column uncollected numeric not null default 0 check (uncollected >= 0),
    drop constraint call_charge_check,
    add check (counted = (amount + uncollected > 0)),
    add check ((transaction_id is not null) = (amount > 0));
alter table call_charge alter column uncollected drop default;

-- When an owner was last told what is about his chute and not about one call: he is told it once an hour, whoever calls.
create table chute_notice (
    chute_id bigint      not null references chute,
    type     text        not null,
    told_at  timestamptz not null,
    primary key (chute_id, type)
);
