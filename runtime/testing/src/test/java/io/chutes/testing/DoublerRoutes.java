package io.chutes.testing;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;

/** What the processor would write for it. */
final class DoublerRoutes implements ChuteRoutes {
    private final Doubler chute = new Doubler();

    @Override
    public String name() {
        return "doubler";
    }

    @Override
    public void register(Routes routes) {
        routes.json("POST", "/twice", request -> chute.twice(request.body(Doubler.Amount.class)));
    }
}
