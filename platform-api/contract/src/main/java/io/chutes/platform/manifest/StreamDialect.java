package io.chutes.platform.manifest;

/** How the events of a stream are written. */
public enum StreamDialect {
    /** Each with an id; the last is named {@code completed} or {@code error}. */
    EVENTS,
    /** As OpenAI's API does: the last is {@code [DONE]}, a failure is data with an {@code error}. */
    OPENAI
}
