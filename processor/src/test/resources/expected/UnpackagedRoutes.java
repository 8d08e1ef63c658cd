import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Unpackaged}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
final class UnpackagedRoutes implements ChuteRoutes {
    private final Unpackaged chute;

    UnpackagedRoutes() {
        this(new Unpackaged());
    }

    UnpackagedRoutes(Unpackaged chute) {
        this.chute = chute;
    }

    @Override
    public String name() {
        return "unpackaged";
    }

    @Override
    public void register(Routes routes) {
        routes.text("POST", "/hi", "text/plain", request -> chute.hi());
    }
}
