package io.chutes.runtime.trace;

/** Makes the tracing of an instance, as the environment's variables of OpenTelemetry say. Found by the service loader. */
public interface TracingProvider {
    /**
     * Begins to trace; throws where the variables cannot be honoured.
     *
     * @param chute the chute's name, by which spans go unless a variable names another
     */
    Tracing start(String chute);
}
