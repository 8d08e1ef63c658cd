package io.chutes.processor;

import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.platform.manifest.Durations;
import io.chutes.platform.manifest.EngineSpec;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.PassthroughSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.util.Types;

/** Reads the {@code @Engine} methods of a chute. */
final class EngineReader {
    private static final String ROLE = "An engine method";

    private final BodyTypes types;
    private final StartupMethods methods;
    private final Members members;
    private final Complaints complaints;
    private final TimeoutsSpec timeouts;

    EngineReader(Types types, Members members, Complaints complaints, TimeoutsSpec timeouts) {
        this.types = new BodyTypes(types);
        this.methods = new StartupMethods(types, members, complaints);
        this.members = members;
        this.complaints = complaints;
        this.timeouts = timeouts;
    }

    /** In the order of the source; each must be called by one of the endpoints. */
    List<EngineModel> read(List<EndpointModel> endpoints) {
        Set<Integer> called = endpoints.stream()
                .map(endpoint -> endpoint.spec().passthrough())
                .filter(Objects::nonNull)
                .map(PassthroughSpec::port)
                .collect(Collectors.toUnmodifiableSet());
        List<EngineModel> engines = new ArrayList<>();
        for (ExecutableElement method : members.methods()) {
            members.find(method, Engine.class).map(complaints::settings).ifPresent(settings -> {
                EngineModel engine = read(method, settings);
                checkUnique(engine.spec(), method, settings, engines);
                checkCallers(engine.spec().port(), settings, called);
                engines.add(engine);
            });
        }
        return engines;
    }

    private static void checkCallers(int port, Settings settings, Set<Integer> called) {
        boolean internal = settings.written().flag("internal");
        if (internal && called.contains(port)) {
            settings.complain(
                    "internal",
                    "An endpoint has @Passthrough(port = %d), so this engine is not internal: remove one of them",
                    port);
        } else if (!internal && !called.contains(port)) {
            settings.complain(
                    "port",
                    "No endpoint has @Passthrough(port = %d): nobody would call this engine; add one, or remove @Engine, or say internal = true if the chute's own methods call it",
                    port);
        }
    }

    private EngineModel read(ExecutableElement method, Settings settings) {
        boolean takesContext = methods.check(method, ROLE);
        if (!types.is(members.typeOf(method).getReturnType(), EngineCommand.class)) {
            complaints.at(
                    method,
                    "%s returns an EngineCommand, which says how the process is started; this one returns %s",
                    ROLE,
                    method.getReturnType());
        }
        int port = LocalPort.read(settings);
        String health = settings.written().text("health");
        if (!Limits.isPassthroughPath(health)) {
            settings.complain("health", "health must begin with a slash and have no query, got '%s'", health);
        }
        var spec = new EngineSpec(
                method.getSimpleName().toString(),
                port,
                health,
                startup(settings),
                settings.number("restarts", Limits.ENGINE_RESTARTS),
                settings.duration("window", Limits.ENGINE_WINDOW));
        return new EngineModel(spec, takesContext);
    }

    private Duration startup(Settings settings) {
        if (settings.written().text("startup").isEmpty()) {
            return timeouts.startup();
        }
        Duration startup = settings.duration("startup", Limits.STARTUP);
        if (startup.compareTo(timeouts.startup()) > 0) {
            settings.complain(
                    "startup",
                    "startup is %s, longer than the whole start may take by @Timeouts(startup), which is %s",
                    settings.written().text("startup"),
                    Durations.text(timeouts.startup()));
        }
        return startup;
    }

    private void checkUnique(EngineSpec spec, ExecutableElement method, Settings settings, List<EngineModel> earlier) {
        for (EngineModel other : earlier) {
            if (other.spec().name().equals(spec.name())) {
                complaints.at(method, "Another engine is the method %s: rename one", spec.name());
            } else if (other.spec().port() == spec.port()) {
                settings.complain(
                        "port",
                        "Port %d is the engine %s's already: give each a port of its own",
                        spec.port(),
                        other.spec().name());
            }
        }
    }
}
