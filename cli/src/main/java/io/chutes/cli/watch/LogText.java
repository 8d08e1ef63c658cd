package io.chutes.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.cli.console.Cell;
import io.chutes.platform.api.LogLine;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** A line of a log as people read it: when, which instance, how grave, what; a stack trace is on the lines after it. */
record LogText(LogLine line) {
    List<String> lines() {
        JsonNode said = line.line();
        String what = said.has("message")
                ? "%-5s %s"
                        .formatted(
                                Cell.text(said.path("level").asText()),
                                Cell.text(said.path("message").asText()))
                : Cell.text(said.has("text") ? said.path("text").asText() : said);
        String request = said.path("requestId").asText();
        String first = "%s %s %s%s"
                .formatted(
                        line.at().truncatedTo(ChronoUnit.MILLIS),
                        line.instance(),
                        what,
                        request.isEmpty() ? "" : " [%s]".formatted(Cell.text(request)));
        Stream<String> trace = said.path("exception").asText().lines().map(step -> "    " + Cell.text(step.strip()));
        return Stream.concat(Stream.of(first), trace).toList();
    }
}
