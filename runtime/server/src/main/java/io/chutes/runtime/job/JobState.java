package io.chutes.runtime.job;

/** How far a job is. */
public enum JobState {
    /** It waits for its turn, at first or to be tried again. */
    QUEUED,
    /** An attempt runs. */
    RUNNING,
    /** It has ended, and its result is there if it has one. */
    SUCCEEDED,
    /** Its last attempt failed. */
    FAILED,
    /** It was cancelled. */
    CANCELLED;

    boolean isOver() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case SUCCEEDED, FAILED, CANCELLED -> true;
        };
    }
}
