-- A call that is priced by tokens, and whose answer did not tell how many there were, costs nothing and stays visible as that.
alter table call_charge
    add column counted boolean not null default true,
    alter column transaction_id drop not null,
    drop constraint call_charge_amount_check,
    add check (case when counted then amount > 0 and transaction_id is not null
                    else amount = 0 and transaction_id is null end);
alter table call_charge alter column counted drop default;
