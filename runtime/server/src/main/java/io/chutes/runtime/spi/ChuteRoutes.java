package io.chutes.runtime.spi;

/** One chute and how it is called. The processor writes the implementation; it has a constructor without parameters. */
public interface ChuteRoutes {
    /** The chute's name: its manifest is the resource {@code META-INF/chutes/<name>.json}. */
    String name();

    /** Names what is done before the first call and after the last, if anything is. */
    default void prepare(Lifecycle lifecycle) {}

    /** Names every endpoint and job once. */
    void register(Routes routes);
}
