package io.chutes.platform.server.job;

import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import org.jdbi.v3.core.Handle;

/** What whoever started a job hears of it. */
final class JobEvents {
    private JobEvents() {}

    static void tell(Handle handle, Job job, String type, String message) {
        Occurrence told = Occurrence.of(job.owner().accountId(), type, message)
                .with("job", job.id())
                .with("name", job.state().job());
        Events.record(
                handle, job.isOfOwnChute() ? told.chute(job.state().chute()) : told.with("chute", job.fullChute()));
    }
}
