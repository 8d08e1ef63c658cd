package io.chutes.runtime.job;

/**
 * One attempt at a job that is kept elsewhere: by the platform, which tries again itself, here or in another instance.
 *
 * @param job the job's id there
 * @param number which attempt this is, 1 for the first
 */
public record AskedAttempt(String job, int number) {}
