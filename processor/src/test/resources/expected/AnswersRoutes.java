package good;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Answers}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
final class AnswersRoutes implements ChuteRoutes {
    private final Answers chute;

    AnswersRoutes() {
        this(new Answers());
    }

    AnswersRoutes(Answers chute) {
        this.chute = chute;
    }

    @Override
    public String name() {
        return "answers";
    }

    @Override
    public void register(Routes routes) {
        routes.json("POST", "/json", request -> chute.json(request.body(Answers.Text.class)));
        routes.json("POST", "/listof", request -> chute.listOf(request.body(Answers.Text.class)));
        routes.json("POST", "/map", request -> chute.mapOf(request.body(Answers.Text.class)));
        routes.empty("DELETE", "/nothing", request -> chute.nothing());
        routes.text("GET", "/same", "text/plain", request -> chute.getCall(request));
        routes.text("PATCH", "/same", "text/plain", request -> chute.patch(request.body(Answers.Text.class),
                request));
        routes.text("PUT", "/same", "text/plain", request -> chute.put(request,
                request.body(Answers.Text.class)));
        routes.json("POST", "/set", request -> chute.setOf(request.body(Answers.Text.class)));
        routes.stream("POST", "/stream", request -> chute.stream(request.body(Answers.Text.class)));
        routes.text("POST", "/text", "text/plain", request -> chute.text(request.body(Answers.Text.class)));
        routes.json("GET", "/v1/models_of/this-chute", request -> chute.get());
    }
}
