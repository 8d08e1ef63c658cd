-- What an hour of one GPU of a model costs on a node, where that is less than the price list says; an instance keeps what it was
-- placed at, for as long as the list asks no less.
alter table node add column prices jsonb not null default '{}';
alter table instance add column gpu_price numeric(20, 9) check (gpu_price >= 0);
