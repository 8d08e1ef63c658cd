package good;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Outer.Inner}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
final class Outer_InnerRoutes implements ChuteRoutes {
    private final Outer.Inner chute;

    Outer_InnerRoutes() {
        this(new Outer.Inner());
    }

    Outer_InnerRoutes(Outer.Inner chute) {
        this.chute = chute;
    }

    @Override
    public String name() {
        return "nested";
    }

    @Override
    public void register(Routes routes) {
        routes.text("POST", "/hi", "text/plain", request -> chute.hi());
    }
}
