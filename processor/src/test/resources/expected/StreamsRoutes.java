package good;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Streams}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
final class StreamsRoutes implements ChuteRoutes {
    private final Streams chute;

    StreamsRoutes() {
        this(new Streams());
    }

    StreamsRoutes(Streams chute) {
        this.chute = chute;
    }

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public void register(Routes routes) {
        routes.stream("POST", "/chunks", request -> chute.chunks(request.body(Streams.Prompt.class)));
        routes.reply("POST", "/either", request -> chute.either(request.body(Streams.Prompt.class)));
        routes.reply("POST", "/v1/completions", request -> chute.complete(request.body(Streams.Prompt.class)));
    }
}
