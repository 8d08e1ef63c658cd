package io.chutes.testing;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Lifecycle;
import io.chutes.runtime.spi.Routes;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Generated routes, some of whose hooks throw what the test wants instead of running. */
final class TestRoutes implements ChuteRoutes {
    private final ChuteRoutes routes;
    private final Map<String, Exception> failures;

    TestRoutes(ChuteRoutes routes, Map<String, Exception> failures) {
        this.routes = routes;
        this.failures = Map.copyOf(failures);
    }

    @Override
    public String name() {
        return routes.name();
    }

    @Override
    public void prepare(Lifecycle lifecycle) {
        var hooks = new Hooks(lifecycle);
        routes.prepare(hooks);
        for (String failing : failures.keySet()) {
            if (!hooks.names.contains(failing)) {
                throw new IllegalArgumentException(
                        "The chute %s has no hook %s; it has %s".formatted(name(), failing, hooks.names));
            }
        }
    }

    @Override
    public void register(Routes target) {
        routes.register(target);
    }

    /** The lifecycle, with the failures put in. */
    private final class Hooks implements Lifecycle {
        private final Lifecycle lifecycle;
        private final Set<String> names = new TreeSet<>();

        Hooks(Lifecycle lifecycle) {
            this.lifecycle = lifecycle;
        }

        @Override
        public void weights(String field, Consumer<Path> setter) {
            lifecycle.weights(field, setter);
        }

        @Override
        public void secret(String name, Consumer<String> setter) {
            lifecycle.secret(name, setter);
        }

        @Override
        public void onStartup(String method, int priority, Hook hook) {
            lifecycle.onStartup(method, priority, orFailure(method, hook));
        }

        @Override
        public void warmup(String method, Hook hook) {
            lifecycle.warmup(method, orFailure(method, hook));
        }

        @Override
        public void onShutdown(String method, int priority, Hook hook) {
            lifecycle.onShutdown(method, priority, orFailure(method, hook));
        }

        private Hook orFailure(String method, Hook hook) {
            names.add(method);
            Exception failure = failures.get(method);
            return failure == null
                    ? hook
                    : context -> {
                        throw failure;
                    };
        }
    }
}
