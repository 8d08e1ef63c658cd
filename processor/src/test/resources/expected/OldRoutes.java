package good;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Lifecycle;
import io.chutes.runtime.spi.Routes;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Old}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
@SuppressWarnings({"deprecation", "removal"})
final class OldRoutes implements ChuteRoutes {
    private final Old chute;

    OldRoutes() {
        this(new Old());
    }

    OldRoutes(Old chute) {
        this.chute = chute;
    }

    @Override
    public String name() {
        return "old";
    }

    @Override
    public void prepare(Lifecycle lifecycle) {
        lifecycle.onStartup("start", 50, context -> chute.start());
    }

    @Override
    public void register(Routes routes) {
        routes.empty("POST", "/hi", request -> chute.hi(request.body(Old.In.class)));
    }
}
