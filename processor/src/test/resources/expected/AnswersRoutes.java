package good;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Answers}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
public final class AnswersRoutes implements ChuteRoutes {
    private final Answers chute;

    public AnswersRoutes() {
        this(new Answers());
    }

    public AnswersRoutes(Answers chute) {
        this.chute = chute;
    }

    @Override
    public void register(Routes routes) {
        routes.json("GET", "/by_name", request -> chute.byName());
        routes.empty("DELETE", "/many/of-them", request -> chute.remove());
        routes.json("POST", "/many/of-them", request -> chute.many(request, request.body(Answers.In.class)));
        routes.json("POST", "/one", request -> chute.one(request.body(Answers.In.class)));
        routes.stream("POST", "/stream", request -> chute.stream(request.body(Answers.In.class)));
        routes.text("PUT", "/text", request -> chute.text(request.body(Answers.In.class), request));
    }
}
