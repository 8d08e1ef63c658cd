package io.chutes.platform.server.chute;

import io.chutes.platform.manifest.Durations;
import io.chutes.platform.manifest.EngineSpec;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.TimeoutsSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the platform asks of the engines of a manifest. */
final class EngineRules {
    private final Complaints complaints;
    private final TimeoutsSpec timeouts;

    EngineRules(Complaints complaints, TimeoutsSpec timeouts) {
        this.complaints = complaints;
        this.timeouts = timeouts;
    }

    void check(List<EngineSpec> engines) {
        Set<String> names = new HashSet<>();
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < engines.size(); i++) {
            String pointer = "/engines/" + i;
            EngineSpec engine = engines.get(i);
            if (!names.add(engine.name())) {
                complaints.add(
                        pointer + "/name", "uniqueItems", "two engines have the name '%s'".formatted(engine.name()));
            }
            if (!ports.add(engine.port())) {
                complaints.add(pointer + "/port", "uniqueItems", "two engines have the port " + engine.port());
            }
            check(pointer, engine);
        }
    }

    private void check(String pointer, EngineSpec engine) {
        complaints.localPort(pointer + "/port", engine.port());
        complaints.form(
                pointer + "/health",
                engine.health(),
                Limits.isPassthroughPath(engine.health()),
                "a path that begins with a slash and has no query");
        complaints.range(pointer + "/startup", engine.startup(), Limits.STARTUP);
        if (engine.startup().compareTo(timeouts.startup()) > 0) {
            complaints.add(
                    pointer + "/startup",
                    "range",
                    "startup must be at most timeouts.startup, %s, got %s"
                            .formatted(Durations.text(timeouts.startup()), Durations.text(engine.startup())));
        }
        complaints.range(pointer + "/restarts", engine.restarts(), Limits.ENGINE_RESTARTS);
        complaints.range(pointer + "/window", engine.window(), Limits.ENGINE_WINDOW);
    }
}
