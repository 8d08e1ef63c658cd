package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.engine.EnginePace;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * What a chute's manifest says of how it is served. What it does not say is what a chute gets that says nothing.
 *
 * @param chute the chute's name
 * @param concurrency the most calls that run at once
 * @param maxQueue the most calls that wait
 * @param startup from the start until it is ready
 * @param firstByte from a call's turn until its answer begins
 * @param idle between two events of a stream
 * @param total from a call's turn until the end of its answer
 * @param gpus how many the instance has
 * @param heartbeat the longest silence of a stream, which no manifest says
 * @param drain what calls but streams have to finish once the instance stops, which no manifest says
 * @param engines how processes beside the chute are looked after, which no manifest says
 */
record Settings(
        String chute,
        int concurrency,
        int maxQueue,
        Duration startup,
        Duration firstByte,
        Duration idle,
        Duration total,
        int gpus,
        Duration heartbeat,
        Duration drain,
        EnginePace engines) {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration DRAIN = Duration.ofSeconds(30);

    static Settings read(JsonNode document) {
        JsonNode scaling = document.path("scaling");
        JsonNode timeouts = document.path("timeouts");
        return new Settings(
                document.path("name").asText("chute"),
                scaling.path("concurrency").asInt(1),
                scaling.path("maxQueue").asInt(64),
                duration(timeouts, "startup", "PT10M"),
                duration(timeouts, "firstByte", "PT1M"),
                duration(timeouts, "idle", "PT1M"),
                duration(timeouts, "total", "PT30M"),
                gpus(document.path("hardware")),
                HEARTBEAT,
                DRAIN,
                EnginePace.USUAL);
    }

    /** This with a limit to its start. */
    Settings startingWithin(Duration limit) {
        Duration shorter = startup.compareTo(limit) < 0 ? startup : limit;
        return new Settings(
                chute, concurrency, maxQueue, shorter, firstByte, idle, total, gpus, heartbeat, drain, engines);
    }

    /** This with another heartbeat. */
    Settings withHeartbeat(Duration other) {
        return new Settings(chute, concurrency, maxQueue, startup, firstByte, idle, total, gpus, other, drain, engines);
    }

    /** This with another time to drain. */
    Settings withDrain(Duration other) {
        return new Settings(
                chute, concurrency, maxQueue, startup, firstByte, idle, total, gpus, heartbeat, other, engines);
    }

    /** This with another pace of looking after engines. */
    Settings withEngines(EnginePace other) {
        return new Settings(
                chute, concurrency, maxQueue, startup, firstByte, idle, total, gpus, heartbeat, drain, other);
    }

    private static int gpus(JsonNode hardware) {
        return hardware.path("kind").asText().equals("gpu")
                ? hardware.path("count").asInt(1)
                : 0;
    }

    private static Duration duration(JsonNode timeouts, String name, String otherwise) {
        String text = timeouts.path(name).asText(otherwise);
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new StartupException(
                    "the manifest's timeouts.%s is no ISO-8601 duration: '%s'".formatted(name, text));
        }
    }
}
