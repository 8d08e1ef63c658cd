package io.chutes.annotation;

/** How the server-sent events of a stream are written. */
public enum StreamDialect {
    /** Each event has an id, counted from 1; the last is named {@code completed}, or {@code error} with a problem (RFC 9457). */
    EVENTS,
    /**
     * As OpenAI's API streams: each event is {@code data:} with a JSON value, the last is {@code data: [DONE]}, and a failure is an
     * event {@code data: {"error": {…}}}, hence no value has a member of that name.
     */
    OPENAI
}
