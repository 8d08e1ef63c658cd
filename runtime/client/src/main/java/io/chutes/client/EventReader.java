package io.chutes.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The values of a stream of server-sent events, up to its {@code completed} event. */
final class EventReader<T> implements Iterator<T>, AutoCloseable {
    private static final int UNKNOWN_STATUS = 500;

    private final InputStream in;
    private final BufferedReader lines;
    private final Class<T> element;
    private final URI source;
    private @Nullable T next;
    private boolean completed;

    EventReader(InputStream in, Class<T> element, URI source) {
        this.in = in;
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.element = element;
        this.source = source;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !completed) {
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
        completed = true;
        try {
            in.close(); // not the reader: it would wait for whoever reads a line
        } catch (IOException e) {
            throw new ChuteException("Could not leave the stream of " + source, e);
        }
    }

    private @Nullable T read() {
        String event = "message";
        StringBuilder data = new StringBuilder();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    event = value(line);
                } else if (line.startsWith("data:")) {
                    data.append(data.isEmpty() ? "" : "\n").append(value(line));
                } else if (line.isEmpty() && !data.isEmpty()) {
                    return dispatch(event, data.toString());
                }
            }
        } catch (IOException e) {
            throw new ChuteException("The stream of " + source + " broke off: " + e.getMessage(), e);
        }
        throw new ChuteException("The stream of " + source + " ended without its last event", null);
    }

    private @Nullable T dispatch(String event, String data) {
        switch (event) {
            case "completed" -> {
                completed = true;
                return null;
            }
            case "error" -> {
                completed = true;
                Problem problem = Json.read(data, Problem.class);
                throw new ChuteProblemException(
                        problem.status() == 0 ? Problem.read(UNKNOWN_STATUS, data, null) : problem);
            }
            default -> {
                return Json.read(data, element);
            }
        }
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
