package io.chutes.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.chutes.platform.api.PlatformJson;
import java.util.List;
import picocli.CommandLine.Option;

/** Prints what a command found: lines for people, or, with {@code --json}, the platform's own JSON for programs. */
public final class Output {
    @Option(names = "--json", description = "Print JSON, as the platform's API has it.")
    boolean json;

    private final Surroundings surroundings;

    Output(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Prints a table, or an array. */
    public <T> void list(List<T> items, List<Column<T>> columns) {
        print(items, table(items, columns));
    }

    /** The lines of a table. */
    public <T> List<String> table(List<T> items, List<Column<T>> columns) {
        return items.isEmpty() ? List.of("None.") : Table.of(items, columns);
    }

    /** Prints a line for each column, or an object. */
    public <T> void item(T item, List<Column<T>> columns) {
        print(item, Table.of(item, columns));
    }

    /** Prints lines, or what they are about. */
    public void print(Object value, List<String> lines) {
        surroundings.print(json ? List.of(json(value)) : lines);
    }

    /** Prints a sentence, or what it is about. */
    public void print(Object value, String format, Object... arguments) {
        print(value, List.of(format.formatted(arguments)));
    }

    /** Prints one of many that come one after the other: lines for people, or an object on a line of its own. */
    public void line(Object value, List<String> lines) {
        surroundings.print(json ? List.of(compact(value)) : lines);
    }

    /** Says what is being done, beside what is printed. */
    public void tell(String step) {
        surroundings.err().println(step);
        surroundings.err().flush();
    }

    private static String json(Object value) {
        return written(PlatformJson.mapper().writerWithDefaultPrettyPrinter(), value);
    }

    private static String compact(Object value) {
        return written(PlatformJson.mapper().writer(), value);
    }

    private static String written(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "Could not write a " + value.getClass().getName(), e);
        }
    }
}
