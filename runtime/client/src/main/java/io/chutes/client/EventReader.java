package io.chutes.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The values of a stream of server-sent events, up to its last: {@code completed}, or {@code [DONE]} where it is written as OpenAI's
 * API does. An event with an id is a value whatever it holds; comments mean nothing here.
 */
final class EventReader<T> implements Iterator<T>, AutoCloseable {
    /** How long a server may take to end the answer after its last event, so that the connection can be used again. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final String DONE = "[DONE]";

    private final AnswerStream body;
    private final BufferedReader lines;
    private final JsonType<T> element;
    private final Json json;
    private final String source;
    private @Nullable T next;
    private boolean begun;
    private boolean over;

    EventReader(AnswerStream body, JsonType<T> element, Json json, String source) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        this.element = element;
        this.json = json;
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !over) {
            next = read();
        }
        return next != null;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the stream of " + source + " is over");
        }
        T value = next;
        next = null;
        if (value == null) {
            throw new IllegalStateException("hasNext found a value that is gone");
        }
        return value;
    }

    @Override
    public void close() {
        over = true;
        body.close(); // not the reader: it would wait for whoever reads a line
    }

    private @Nullable T read() {
        try {
            return readEvent();
        } catch (IOException e) {
            close();
            throw new ChuteException("The stream of " + source + " broke off: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private @Nullable T readEvent() throws IOException {
        String event = "";
        boolean numbered = false;
        StringBuilder data = new StringBuilder();
        for (String line = firstLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("event:")) {
                event = value(line);
            } else if (line.startsWith("id:")) {
                numbered = true;
            } else if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(value(line));
            } else if (line.isEmpty() && !data.isEmpty()) {
                return dispatch(event, numbered, data.toString());
            } else if (line.isEmpty()) {
                event = ""; // an event without data is none
            }
        }
        throw new ChuteException("The stream of " + source + " ended without its last event", null);
    }

    /** Without the byte order mark that a stream may begin with (HTML standard, 9.2.6). */
    private @Nullable String firstLine() throws IOException {
        String line = lines.readLine();
        boolean marked = !begun && line != null && line.startsWith("\ufeff");
        begun = true;
        return marked ? line.substring(1) : line;
    }

    private @Nullable T dispatch(String event, boolean numbered, String data) {
        switch (event) {
            case "completed" -> {
                finish();
                return null;
            }
            case "error" -> {
                finish();
                throw Problem.ofEvent(data).exception(null);
            }
            default -> {
                if (data.equals(DONE)) { // which is no JSON, hence no value
                    finish();
                    return null;
                }
                Problem failure = numbered ? null : Problem.ofOpenAi(data);
                if (failure != null) {
                    finish();
                    throw failure.exception(null);
                }
                return json.read(data.getBytes(StandardCharsets.UTF_8), element, "An event of " + source);
            }
        }
    }

    /** Takes in what is left, which is nothing, since only an answer read to its end gives its connection back. */
    private void finish() {
        over = true;
        Future<?> patience = Deadline.in(GRACE).whenPassed(body::close);
        try {
            while (lines.readLine() != null) {
                // no event comes after the last
            }
        } catch (IOException | ChuteTimeoutException e) {
            // all that mattered is here
        } finally {
            patience.cancel(false);
            body.close();
        }
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
