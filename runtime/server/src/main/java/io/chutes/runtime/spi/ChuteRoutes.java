package io.chutes.runtime.spi;

/** The endpoints of one chute. The processor writes the implementation; it has a constructor without parameters. */
public interface ChuteRoutes {
    /** Names every endpoint once. */
    void register(Routes routes);
}
