package good;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Schemas}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
final class SchemasRoutes implements ChuteRoutes {
    private final Schemas chute;

    SchemasRoutes() {
        this(new Schemas());
    }

    SchemasRoutes(Schemas chute) {
        this.chute = chute;
    }

    @Override
    public String name() {
        return "schemas";
    }

    @Override
    public void register(Routes routes) {
        routes.json("POST", "/all", request -> chute.all(request.body(Schemas.All.class)));
        routes.json("POST", "/colors", request -> chute.colors(request.body(Schemas.Empty.class)));
        routes.json("POST", "/grow", request -> chute.grow(request.body(Schemas.Tree.class)));
    }
}
