package io.chutes.platform.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.chutes.platform.api.Event;
import io.chutes.platform.api.PlatformJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** Reads the stream of an account's events, and goes on where it was when the connection breaks. */
final class EventFollower {
    private static final String DATA = "data: ";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final ObjectReader READER = PlatformJson.mapper()
            .readerFor(Event.class)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES); // a newer platform may say more

    private final JsonExchange exchange;
    private final Consumer<Event> reader;
    private long last;

    /** A follower that begins after the event of that id. */
    EventFollower(JsonExchange exchange, long after, Consumer<Event> reader) {
        this.exchange = exchange;
        this.last = after;
        this.reader = reader;
    }

    void follow() throws InterruptedException {
        while (true) {
            try (InputStream body = exchange.stream("/v1/events", "Last-Event-ID", Long.toString(last))) {
                read(body);
            } catch (IOException _) {
                // The platform restarts, or the network broke: it goes on after the last event that was read.
            }
            Thread.sleep(PAUSE);
        }
    }

    private void read(InputStream body) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(DATA)) {
                Event event = event(line.substring(DATA.length()));
                reader.accept(event);
                last = event.id();
            }
        }
    }

    private static Event event(String json) {
        try {
            return READER.readValue(json);
        } catch (JsonProcessingException e) {
            throw new PlatformException("An event is not as expected: " + e.getOriginalMessage(), e);
        }
    }
}
