package good;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Inherits.Adder}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
final class Inherits_AdderRoutes implements ChuteRoutes {
    private final Inherits.Adder chute;

    Inherits_AdderRoutes() {
        this(new Inherits.Adder());
    }

    Inherits_AdderRoutes(Inherits.Adder chute) {
        this.chute = chute;
    }

    @Override
    public String name() {
        return "inherits";
    }

    @Override
    public void register(Routes routes) {
        routes.json("POST", "/inherited", request -> chute.inherited(request.body(Inherits.Pair.class)));
        routes.json("POST", "/inherited-typed", request -> chute.inheritedTyped(request.body(Inherits.Pair.class)));
        routes.text("POST", "/items/{id}", "text/plain", request -> chute.item(request.path("id", String.class)));
        routes.text("POST", "/moved-here", "text/plain", request -> chute.moved());
        routes.json("POST", "/overridden", request -> chute.overridden(request.body(Inherits.Pair.class)));
        routes.json("POST", "/typed", request -> chute.typed(request.body(Inherits.Pair.class)));
    }
}
