package good;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Kinds}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
public final class KindsRoutes implements ChuteRoutes {
    private final Kinds chute;

    public KindsRoutes() {
        this(new Kinds());
    }

    public KindsRoutes(Kinds chute) {
        this.chute = chute;
    }

    @Override
    public String name() {
        return "kinds";
    }

    @Override
    public void register(Routes routes) {
        routes.json("POST", "/either", request -> chute.either(request.body(Kinds.Eithers.class)));
        routes.json("POST", "/formats", request -> chute.formats(request.body(Kinds.Formats.class)));
        routes.json("POST", "/free", request -> chute.free(request.body(Kinds.Free.class)));
        routes.stream("POST", "/many", request -> chute.many(request.body(Kinds.Many.class)));
        routes.json("POST", "/nested", request -> chute.nested(request.body(Kinds.Nesting.class)));
        routes.json("POST", "/nulls", request -> chute.nulls(request.body(Kinds.Nulls.class)));
        routes.json("POST", "/numbers", request -> chute.numbers(request.body(Kinds.Numbers.class)));
        routes.json("POST", "/shape", request -> chute.shape(request.body(Kinds.Shape.class)));
        routes.json("POST", "/shapes", request -> chute.shapes(request.body(Kinds.Listing.class)));
        routes.json("POST", "/texts", request -> chute.texts(request.body(Kinds.Texts.class)));
    }
}
