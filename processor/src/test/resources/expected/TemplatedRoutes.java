package good;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Lifecycle;
import io.chutes.runtime.spi.Routes;
import java.time.Duration;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Templated}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
final class TemplatedRoutes implements ChuteRoutes {
    private final Templated chute;

    TemplatedRoutes() {
        this(new Templated());
    }

    TemplatedRoutes(Templated chute) {
        this.chute = chute;
    }

    @Override
    public String name() {
        return "templated";
    }

    @Override
    public void prepare(Lifecycle lifecycle) {
        lifecycle.weights("model", folder -> chute.model = folder);
        lifecycle.engine("serve", 9001, "/health", Duration.ofMinutes(30), 3, Duration.ofMinutes(10), context -> chute.serve());
    }

    @Override
    public void register(Routes routes) {
        routes.text("POST", "/ask", "text/plain", request -> chute.ask(request.text()));
    }
}
