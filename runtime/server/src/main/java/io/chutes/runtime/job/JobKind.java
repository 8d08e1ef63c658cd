package io.chutes.runtime.job;

import io.chutes.runtime.spi.Routes.JobHandler;
import java.time.Duration;

/**
 * A method of a chute that is a job.
 *
 * @param timeout the most one attempt may take
 * @param retries how often it is tried again
 * @param resultTtl how long the result is kept
 */
public record JobKind(String name, Duration timeout, int retries, Duration resultTtl, JobHandler handler) {}
