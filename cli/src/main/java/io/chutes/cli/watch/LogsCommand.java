package io.chutes.cli.watch;

import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.LogLine;
import io.chutes.platform.api.Page;
import io.chutes.platform.client.PlatformClient;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chutes logs}. */
@Command(
        name = "logs",
        description = "What the instances of a chute wrote, gone or not, oldest first; with --json an object a line.",
        footer = {
            "",
            "Examples: chutes logs hello --follow",
            "          chutes logs hello --since 10m --request 01JDQ2Z8",
        })
public final class LogsCommand implements Callable<Integer> {
    private static final Pattern AGO = Pattern.compile("(?<count>[0-9]{1,6})(?<unit>[smhd])");
    private static final int USUAL_TAIL = 100;

    @Parameters(paramLabel = "CHUTE", description = "The chute's name.")
    String chute;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on, until Ctrl-C or the end of --instance.")
    boolean follow;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Only what was written since then: 90s, 10m, 6h or 2d ago, or a moment such as 2026-01-31T12:00:00Z.")
    @Nullable String since;

    @Option(
            names = "--tail",
            paramLabel = "NUMBER",
            description = "Begin with the last so many lines (default: 100; all of them with --since or --request).")
    @Nullable Integer tail;

    @Option(names = "--request", paramLabel = "ID", description = "Only what was written for that call.")
    @Nullable String request;

    @Option(names = "--instance", paramLabel = "ID", description = "Only what that instance wrote.")
    @Nullable String instance;

    @Mixin
    Session session;

    @Mixin
    Output output;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (tail != null && tail < 1) {
            throw new ParameterException(spec.commandLine(), "--tail must be 1 or more, got " + tail);
        }
        Instant from = since == null ? null : moment(since);
        Integer last = tail == null && from == null && request == null ? Integer.valueOf(USUAL_TAIL) : tail;
        if (follow) {
            session.client().followChuteLogs(chute, instance, from, last, request, this::print);
        } else {
            read(session.client(), last, from);
        }
        return 0;
    }

    private void read(PlatformClient client, @Nullable Integer last, @Nullable Instant from) {
        boolean isEmpty = true;
        @Nullable String cursor = null;
        do {
            Page<LogLine> page = client.chuteLogs(chute, cursor, instance, from, last, request);
            page.items().forEach(this::print);
            isEmpty &= page.items().isEmpty();
            cursor = page.next();
        } while (cursor != null);
        if (isEmpty) {
            output.tell("None.");
        }
    }

    private void print(LogLine line) {
        output.line(line, new LogText(line).lines());
    }

    private Instant moment(String text) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group("count"));
            return Instant.now()
                    .minus(
                            switch (ago.group("unit")) {
                                case "s" -> Duration.ofSeconds(count);
                                case "m" -> Duration.ofMinutes(count);
                                case "h" -> Duration.ofHours(count);
                                default -> Duration.ofDays(count);
                            });
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--since is such as 90s, 10m, 6h, 2d or 2026-01-31T12:00:00Z, got '%s'".formatted(text),
                    e);
        }
    }
}
