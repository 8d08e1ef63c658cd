package io.chutes.runtime.trace;

/** Makes a span of each call and sends it somewhere. Used by many threads at once. */
public interface Tracing extends AutoCloseable {
    /** A call of an endpoint has come: what this thread does until its span has ended is within that. */
    CallSpan begin(TracedCall call);

    /** Sends what is not sent yet, for some seconds at most. */
    @Override
    void close();
}
