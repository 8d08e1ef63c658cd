package io.chutes.runtime.spi;

import io.chutes.annotation.JobContext;

/** One attempt at a job, with the body of the request that started it. */
public interface JobRequest extends JobContext, Body {}
