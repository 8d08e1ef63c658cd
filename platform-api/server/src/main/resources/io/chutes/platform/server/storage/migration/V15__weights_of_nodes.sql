-- The weights that a node says it has whole, as hf://owner/repository@commit.
alter table node add column weights jsonb not null default '[]';
