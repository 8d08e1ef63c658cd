package io.chutes.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Calls to a language model as they came: {@code TIMESTAMP,ContextTokens,GeneratedTokens} a line, below a head. */
record Trace(List<Arrival> arrivals) {
    private static final String HEAD = "TIMESTAMP,ContextTokens,GeneratedTokens";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSS", Locale.ROOT);

    /**
     * A call.
     *
     * @param at seconds after the first
     */
    record Arrival(double at, int context, int generated) {}

    static Trace read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2 || !lines.getFirst().equals(HEAD)) {
            throw new IOException("%s must begin with the line %s and have calls below it".formatted(file, HEAD));
        }
        List<Arrival> arrivals = new ArrayList<>();
        LocalDateTime first = null;
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            try {
                LocalDateTime at = LocalDateTime.parse(cells[0], TIME);
                first = first == null ? at : first;
                arrivals.add(new Arrival(
                        Duration.between(first, at).toNanos() / 1e9,
                        Integer.parseInt(cells[1]),
                        Integer.parseInt(cells[2])));
            } catch (DateTimeParseException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IOException("%s has a line that is not %s: '%s'".formatted(file, HEAD, line), e);
            }
        }
        return new Trace(List.copyOf(arrivals));
    }
}
