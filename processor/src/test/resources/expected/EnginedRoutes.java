package good;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Lifecycle;
import io.chutes.runtime.spi.Routes;
import java.time.Duration;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Engined}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
final class EnginedRoutes implements ChuteRoutes {
    private final Engined chute;

    EnginedRoutes() {
        this(new Engined());
    }

    EnginedRoutes(Engined chute) {
        this.chute = chute;
    }

    @Override
    public String name() {
        return "engined";
    }

    @Override
    public void prepare(Lifecycle lifecycle) {
        lifecycle.engine("serve", 9001, "/health", Duration.ofMinutes(20), 3, Duration.ofMinutes(10), context -> chute.serve(context));
        lifecycle.engine("embed", 9002, "/v1/models", Duration.ofSeconds(90), 0, Duration.ofHours(1), context -> chute.embed());
    }

    @Override
    public void register(Routes routes) {
        routes.passthrough("POST", "/v1/chat/completions", 9001, "/v1/chat/completions");
        routes.passthrough("POST", "/v1/embeddings", 9002, "/v1/embeddings");
        routes.passthrough("GET", "/v1/models", 9003, "/v1/models");
    }
}
