package good.hides;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import java.lang.Integer;
import java.lang.Long;
import java.lang.Override;
import java.lang.SuppressWarnings;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Hides}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
@SuppressWarnings({"deprecation", "removal"})
final class HidesRoutes implements ChuteRoutes {
    private final Hides chute;

    HidesRoutes() {
        this(new Hides());
    }

    HidesRoutes(Hides chute) {
        this.chute = chute;
    }

    @Override
    public java.lang.String name() {
        return "hides";
    }

    @Override
    public void register(Routes routes) {
        routes.text("GET", "/counts/{from}", "text/plain", request -> chute.count((int) request.path("from", Integer.class),
                (long) request.query("by", Long.class),
                request.optionalQuery("to", Integer.class)));
        routes.json("POST", "/odd", request -> chute.odd(request.body(Hides.Odd.class)));
        routes.json("POST", "/old", request -> chute.old(request.body(Old.class)));
        routes.json("POST", "/text", request -> chute.text(request.body(String.class)));
    }
}
