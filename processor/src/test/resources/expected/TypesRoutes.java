package good;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Types}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
final class TypesRoutes implements ChuteRoutes {
    private final Types chute;

    TypesRoutes() {
        this(new Types());
    }

    TypesRoutes(Types chute) {
        this.chute = chute;
    }

    @Override
    public void register(Routes routes) {
        routes.json("POST", "/echo", request -> chute.echo(request.body(Types.All.class)));
    }
}
