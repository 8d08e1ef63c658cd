-- A reply is written in the transaction of what it answers: there is none that is still to come.
delete from stored_reply where reply is null;
alter table stored_reply alter column reply set not null;
