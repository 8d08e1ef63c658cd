-- Work apart from the call that starts it. Whoever has the lease of a job sees to it, alone, until the lease runs out: that its attempt
-- runs, and once it is over that its instance hears of that.
create table job (
    id           text             primary key,
    number       bigint           generated always as identity unique,
    account_id   bigint           not null references account (id),
    key_id       text             not null,
    chute_id     bigint           not null references chute (id),
    name         text             not null,
    status       text             not null check (status in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    reason       text             not null,
    input        text,
    result       text,
    bytes        bigint           not null check (bytes >= 0),
    attempt      integer          not null default 0 check (attempt >= 0),
    due_at       timestamptz      not null,
    version      integer,
    instance     text references instance (id),
    began_at     timestamptz,
    fraction     double precision,
    message      text,
    problem      text,
    lease        text,
    leased_until timestamptz,
    created_at   timestamptz      not null,
    started_at   timestamptz,
    finished_at  timestamptz,
    expires_at   timestamptz,
    check ((lease is null) = (leased_until is null)),
    check (status <> 'RUNNING' or lease is not null and instance is not null and began_at is not null),
    check (status <> 'QUEUED' or lease is null),
    check ((finished_at is null) = (status in ('QUEUED', 'RUNNING')))
);
create index job_of_account on job (account_id, number desc);
create index job_of_chute on job (chute_id, number desc);
create index job_due on job (chute_id, due_at, number) where status = 'QUEUED';
create index job_leased on job (leased_until) where lease is not null;
create index job_kept on job (account_id) include (bytes) where bytes > 0 or finished_at is null;
create index job_expiring on job (expires_at) where result is not null;
create index job_finished on job (finished_at);
