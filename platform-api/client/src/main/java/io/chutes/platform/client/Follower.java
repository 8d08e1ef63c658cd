package io.chutes.platform.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.chutes.platform.api.PlatformJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a stream of items, and goes on where it was when the connection breaks, until the platform says that it is complete. */
final class Follower<T> {
    private static final String DATA = "data: ";
    private static final String COMPLETED = "event: completed";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final JsonExchange exchange;
    private final String path;
    private final ObjectReader items;
    private final Function<T, String> id;
    private final Consumer<T> reader;
    private @Nullable String last;

    /**
     * A follower of what is at a path.
     *
     * @param id of an item, by which reading goes on after it
     * @param after the item after which to begin, null for where the platform begins
     */
    Follower(
            JsonExchange exchange,
            String path,
            Class<T> type,
            Function<T, String> id,
            @Nullable String after,
            Consumer<T> reader) {
        this.exchange = exchange;
        this.path = path;
        this.items = PlatformJson.mapper()
                .readerFor(type)
                .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES); // a newer platform may say more
        this.id = id;
        this.last = after;
        this.reader = reader;
    }

    void follow() throws InterruptedException {
        boolean completed = false;
        while (!completed) {
            try (InputStream body = exchange.stream(path, "Last-Event-ID", last)) {
                completed = read(body);
            } catch (IOException _) {
                // The platform restarts, or the network broke: it goes on after the last item that was read.
            }
            if (!completed) {
                Thread.sleep(PAUSE);
            }
        }
    }

    private boolean read(InputStream body) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals(COMPLETED)) {
                return true;
            }
            if (line.startsWith(DATA)) {
                T item = item(line.substring(DATA.length()));
                reader.accept(item);
                last = id.apply(item);
            }
        }
        return false;
    }

    private T item(String json) {
        try {
            return items.readValue(json);
        } catch (JsonProcessingException e) {
            throw new PlatformException(
                    "An item of %s is not as expected: %s".formatted(path, e.getOriginalMessage()), e);
        }
    }
}
