package io.chutes.runtime.job;

import io.chutes.runtime.spi.Body;

/** How jobs read what they get, and how what becomes of them is written. */
public interface JobFormat {
    /** The body of the call that started a job. */
    Body body(JobSubmission job);

    /** The JSON of a result. */
    String result(Object result);

    /** What may be said of a failed attempt; what may not is in the log then. */
    Failure failure(Throwable thrown, JobSubmission job, int attempt);

    /**
     * Why an attempt failed.
     *
     * @param problem the JSON of it
     * @param lasting whether another attempt would fail too
     */
    record Failure(String problem, boolean lasting) {}
}
