package io.chutes.runtime.engine;

/** What is done with an engine that was started again before it takes calls. */
@FunctionalInterface
public interface Recovery {
    /** Makes it ready for calls; what it throws means that it is not. */
    void recover();
}
