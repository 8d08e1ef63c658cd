package io.chutes.runtime.job;

/**
 * How much an instance does and keeps of its jobs.
 *
 * @param concurrency the most that run at once
 * @param jobs the most that are kept, those that are over too
 * @param characters the most that their bodies and results may have together for another to be taken
 */
public record JobLimits(int concurrency, int jobs, long characters) {
    /** As much as an instance can keep: a character is up to two bytes, and no more than a quarter of its heap is for them. */
    public static JobLimits of(int concurrency) {
        return new JobLimits(
                concurrency, 10_000, Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8));
    }
}
