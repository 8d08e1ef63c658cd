package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says how a process beside the chute is started, such as an inference engine that {@link Passthrough} endpoints hand their calls
 * to. The method is {@code EngineCommand m()} or {@code EngineCommand m(StartupContext)}, neither private nor static, and runs once,
 * after {@link Weights} and {@link Secret} fields are set; what it throws ends the start.
 *
 * <p>The runtime starts the process, waits until it is healthy, then runs {@link OnStartup} and {@link Warmup} methods; several
 * engines start one after the other in the order of the source. One that ends before the instance is ready ends its start. Later,
 * while an engine is down the instance refuses calls; it is started again with the same command, after 1 s, 2 s, 4 s … 30 s, and
 * the {@link Warmup} methods run again. Its output becomes lines of the chute's log, without its key. It ends
 * with the instance, after the last call and {@link OnShutdown} methods: SIGTERM to all its processes, SIGKILL 5 s later.
 *
 * <p>It gets the container's environment without the runtime's own variables and without the chute's secrets; what it needs of
 * those, its command says.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Engine {
    /**
     * The port of 127.0.0.1 it listens on, 1024 to 65535, not 8000, which is the chute's own. What {@link Passthrough#port} knows it by,
     * also where its command has it listen on another by {@link EngineCommand#listeningOn}.
     */
    int port();

    /** The path it answers {@code GET} with a status of 2xx at, once it can take calls and as long as it can. */
    String health() default "/health";

    /**
     * From the start of its process until it is healthy, {@code "1s"} to {@code "2h"} and at most {@link Timeouts#startup}, of which
     * it is a part. Empty means all of that.
     */
    String startup() default "";

    /**
     * How often it is started again in a row or within {@link #window}, 0 to 100. When it is down once more, the instance ends with a status
     * that is not 0, so that another takes its place.
     */
    int restarts() default 3;

    /** How long a restart counts, {@code "1m"} to {@code "24h"}. */
    String window() default "10m";

    /**
     * Whether no endpoint passes calls to it, as the chute's own methods call it. Otherwise an engine whose {@link #port} no
     * {@link Passthrough} names is an error, since a port that was mistyped looks just so.
     */
    boolean internal() default false;
}
