package io.chutes.testing;

import io.chutes.annotation.EngineCommand;
import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Lifecycle;
import io.chutes.runtime.spi.Routes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Generated routes, some of whose hooks throw what the test wants instead of running, and some of whose engines are others. What a
 * test names must be there.
 */
final class TestRoutes implements ChuteRoutes {
    private final ChuteRoutes routes;
    private final Map<String, Exception> failures;
    private final Map<String, EngineCommand> engines;
    private final Set<String> secrets;
    private final Set<String> weights;

    TestRoutes(
            ChuteRoutes routes,
            Map<String, Exception> failures,
            Map<String, EngineCommand> engines,
            Set<String> secrets,
            Set<String> weights) {
        this.routes = routes;
        this.failures = Map.copyOf(failures);
        this.engines = Map.copyOf(engines);
        this.secrets = Set.copyOf(secrets);
        this.weights = Set.copyOf(weights);
    }

    @Override
    public String name() {
        return routes.name();
    }

    @Override
    public void prepare(Lifecycle lifecycle) {
        var hooks = new Hooks(lifecycle);
        routes.prepare(hooks);
        check("hook", failures.keySet(), hooks.names);
        check("engine", engines.keySet(), hooks.engineNames);
        check("secret", secrets, hooks.secrets);
        check("weights field", weights, hooks.weights);
    }

    private void check(String what, Set<String> named, Set<String> known) {
        for (String name : named) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "The chute %s has no %s %s; it has %s".formatted(name(), what, name, known));
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
        private final Set<String> engineNames = new TreeSet<>();
        private final Set<String> secrets = new TreeSet<>();
        private final Set<String> weights = new TreeSet<>();

        Hooks(Lifecycle lifecycle) {
            this.lifecycle = lifecycle;
        }

        @Override
        public void weights(String field, Consumer<Path> setter) {
            weights.add(field);
            lifecycle.weights(field, setter);
        }

        @Override
        public void secret(String name, Consumer<String> setter) {
            secrets.add(name);
            lifecycle.secret(name, setter);
        }

        @Override
        public void engine(
                String method,
                int port,
                String health,
                Duration startup,
                int restarts,
                Duration window,
                Launch launch) {
            names.add(method);
            engineNames.add(method);
            Exception failure = failures.get(method);
            EngineCommand instead = engines.get(method);
            lifecycle.engine(method, port, health, startup, restarts, window, context -> {
                if (failure != null) {
                    throw failure;
                }
                return instead == null ? launch.command(context) : instead;
            });
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
