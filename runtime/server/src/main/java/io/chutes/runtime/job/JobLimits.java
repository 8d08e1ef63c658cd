package io.chutes.runtime.job;

/**
 * How much an instance does and keeps of its jobs.
 *
 * @param concurrency the most that run at once
 * @param jobs the most that are kept, those that are over too
 * @param characters the most that their bodies and results may have together for another to be taken
 */
public record JobLimits(int concurrency, int jobs, long characters) {
    private static final int MOST_JOBS = 10_000;
    private static final long MOST_CHARACTERS = 256L << 20;

    /** As much as this instance can keep: no more than a quarter of its heap is for bodies and results. */
    public static JobLimits of(int concurrency) {
        return of(concurrency, Runtime.getRuntime().maxMemory());
    }

    /** The same for a heap of so many bytes: a character is up to two of them. */
    static JobLimits of(int concurrency, long heap) {
        return new JobLimits(concurrency, MOST_JOBS, Math.min(MOST_CHARACTERS, heap / 4 / Character.BYTES));
    }
}
