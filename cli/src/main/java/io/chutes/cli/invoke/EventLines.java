package io.chutes.cli.invoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.platform.api.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Server-sent events, told one by one as they come: the data of each, without its dress. */
final class EventLines {
    private static final String DONE = "[DONE]";

    private final Consumer<String> reader;
    private String event = "";
    private boolean isComplete;

    EventLines(Consumer<String> reader) {
        this.reader = reader;
    }

    /** Reads to the end, which is a failure unless the stream says that it is complete. */
    void read(InputStream stream) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                event = "";
            } else if (line.startsWith("event:")) {
                event = line.substring("event:".length()).strip();
                isComplete |= event.equals("completed");
            } else if (line.startsWith("data:")) {
                data(line.substring("data:".length()).strip());
            }
        }
        if (!isComplete) {
            throw new CommandException(ExitStatus.FAILED, "The stream broke off before its end");
        }
    }

    private void data(String data) {
        if (event.equals("error")) {
            throw new CommandException(ExitStatus.FAILED, "The stream ended with an error: " + sentence(data));
        }
        if (data.equals(DONE)) {
            isComplete = true;
        } else if (!event.equals("completed")) {
            reader.accept(data);
        }
    }

    private static String sentence(String data) {
        try {
            Problem problem = Problem.read(data);
            return "%s [request %s]".formatted(problem.detail(), problem.requestId());
        } catch (JsonProcessingException notAProblem) {
            return data;
        }
    }
}
