-- How few and how many instances an owner wants, whatever the manifest of a version says; null leaves it to the manifest.
alter table chute
    add column min_instances integer check (min_instances >= 0),
    add column max_instances integer check (max_instances >= 1),
    add check (min_instances <= max_instances);
