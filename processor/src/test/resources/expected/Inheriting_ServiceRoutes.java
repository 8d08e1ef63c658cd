package good;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Inheriting.Service}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
final class Inheriting_ServiceRoutes implements ChuteRoutes {
    private final Inheriting.Service chute;

    Inheriting_ServiceRoutes() {
        this(new Inheriting.Service());
    }

    Inheriting_ServiceRoutes(Inheriting.Service chute) {
        this.chute = chute;
    }

    @Override
    public void register(Routes routes) {
        routes.json("POST", "/kept", request -> chute.kept(request.body(Inheriting.Text.class)));
        routes.json("POST", "/replaced", request -> chute.replaced(request.body(Inheriting.Text.class)));
    }
}
