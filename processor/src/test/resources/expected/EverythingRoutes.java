package good;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Lifecycle;
import io.chutes.runtime.spi.Routes;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Everything}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
final class EverythingRoutes implements ChuteRoutes {
    private final Everything chute;

    EverythingRoutes() {
        this(new Everything());
    }

    EverythingRoutes(Everything chute) {
        this.chute = chute;
    }

    @Override
    public String name() {
        return "everything";
    }

    @Override
    public void prepare(Lifecycle lifecycle) {
        lifecycle.secret("TOKEN", value -> chute.token = value);
        lifecycle.weights("weights", folder -> chute.weights = folder);
        lifecycle.onStartup("early", 50, context -> chute.early(context));
        lifecycle.onStartup("late", 90, context -> chute.late());
        lifecycle.warmup("warm", context -> chute.warm());
        lifecycle.onShutdown("end", 1, context -> chute.end(context));
    }

    @Override
    public void register(Routes routes) {
        routes.batched("POST", "/batch", Everything.In.class, 16, Duration.ZERO, chute::batch);
        routes.json("POST", "/days", request -> chute.days(request.list(URI.class),
                request.optionalQuery("from", LocalDate.class)));
        routes.batched("POST", "/each", Everything.In.class, 2, Duration.ofMillis(5), chute::each);
        routes.json("GET", "/items/{id}/{size}", request -> chute.find(request.path("id", UUID.class),
                request.path("size", Everything.Size.class), request.query("limit", Integer.class),
                request.optionalQuery("since", Duration.class),
                request.queries("tag", String.class), request));
        routes.json("POST", "/many", request -> chute.many(request.list(Everything.In.class)));
        routes.json("POST", "/mapped", request -> chute.mapped(request.map(Integer.class)));
        routes.text("POST", "/page", "text/html", request -> chute.page(request.text()));
        routes.media("POST", "/picture", request -> chute.picture(request.bytes()));
        routes.empty("PUT", "/store", request -> chute.store(request.upload()));
        routes.stream("POST", "/stream", request -> chute.stream(request.body(Everything.In.class),
                request));
        routes.passthrough("POST", "/v1/chat", 9000, "/v1/chat");
        routes.passthrough("GET", "/v1/models", 9000, "/v1/models");
        routes.job("long_work", Duration.ofSeconds(90), 3, Duration.ofDays(7), job -> chute.long_work(job.body(Everything.In.class),
                job));
        routes.job("quiet", Duration.ofHours(1), 0, Duration.ofDays(1), job -> {
            chute.quiet();
            return null;
        });
    }
}
