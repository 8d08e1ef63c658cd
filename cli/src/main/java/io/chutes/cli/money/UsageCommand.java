package io.chutes.cli.money;

import io.chutes.cli.console.Cell;
import io.chutes.cli.console.Column;
import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chutes usage}. */
@Command(
        name = "usage",
        description = "What the account used in whole hours, and what it cost, USD.",
        footer = {"", "Example: chutes usage --from 2026-11-01T00:00:00Z --by chute"})
public final class UsageCommand implements Callable<Integer> {
    private static final double MILLIS = 1000.0;
    private static final List<Column<Usage.Row>> COLUMNS = List.of(
            new Column<>("hour", Usage.Row::hour),
            new Column<>("chute", Usage.Row::chute),
            new Column<>("seconds", row -> String.format(Locale.ROOT, "%.1f", row.instanceMillis() / MILLIS)),
            new Column<>("calls charged", Usage.Row::calls),
            new Column<>("tokens in", Usage.Row::inputTokens),
            new Column<>("tokens out", Usage.Row::outputTokens),
            new Column<>("uncounted", Usage.Row::uncountedCalls),
            new Column<>("amount", Usage.Row::amount));

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "The hour to begin with, such as 2026-11-01T00:00:00Z.")
    @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "The hour to end before.")
    @Nullable Instant to;

    @Option(
            names = "--by",
            paramLabel = "hour|chute",
            description = "A row for each hour, or for each chute (default: both).")
    @Nullable String group;

    @Mixin
    Session session;

    @Mixin
    Output output;

    @Override
    public Integer call() {
        Usage usage = session.client().usage(from, to, group);
        List<String> lines = new ArrayList<>(output.table(usage.rows(), COLUMNS));
        lines.add("%s USD from %s to %s".formatted(Cell.text(usage.total()), usage.from(), usage.to()));
        usage.gaps()
                .forEach(gap -> lines.add("not charged: %s, instance %s, %s to %s: %s"
                        .formatted(gap.chute(), gap.instance(), gap.after(), gap.before(), gap.reason())));
        output.print(usage, lines);
        return 0;
    }
}
