package good;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Visible}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
public final class VisibleRoutes implements ChuteRoutes {
    private final Visible chute;

    public VisibleRoutes() {
        this(new Visible());
    }

    public VisibleRoutes(Visible chute) {
        this.chute = chute;
    }

    @Override
    public String name() {
        return "visible";
    }

    @Override
    public void register(Routes routes) {
        routes.text("POST", "/hi", "text/plain", request -> chute.hi());
    }
}
