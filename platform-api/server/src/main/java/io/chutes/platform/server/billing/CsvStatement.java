package io.chutes.platform.server.billing;

import io.chutes.platform.api.Money;
import io.chutes.platform.api.Statement.Line;
import io.chutes.platform.api.UsageGap;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A statement as comma-separated values (RFC 4180): a row each for the opening balance, the entries, the gaps and the closing balance. */
final class CsvStatement implements Statements.Target {
    private final Writer out;

    CsvStatement(Writer out) {
        this.out = out;
    }

    @Override
    public void open(Money opening) throws IOException {
        row("kind", "number", "at", "cause", "description", "amount", "balance");
        row("opening", "", "", "", "", "", opening.toString());
    }

    @Override
    public void line(Line line) throws IOException {
        row(
                "entry",
                Long.toString(line.number()),
                line.at().toString(),
                line.cause(),
                line.description(),
                line.amount().toString(),
                line.balance().toString());
    }

    @Override
    public void close(Money closing, List<UsageGap> gaps) throws IOException {
        for (UsageGap gap : gaps) {
            row(
                    "gap",
                    "",
                    gap.after().toString(),
                    "usage:%s:%d-%d".formatted(gap.instance(), gap.firstSequence(), gap.lastSequence()),
                    "%s: nothing is charged from here to %s, %s".formatted(gap.chute(), gap.before(), gap.reason()),
                    Money.ZERO.toString(),
                    "");
        }
        row("closing", "", "", "", "", "", closing.toString());
    }

    private void row(String... cells) throws IOException {
        out.write(Stream.of(cells).map(CsvStatement::quoted).collect(Collectors.joining(",", "", "\r\n")));
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().allMatch(c -> Character.isLetterOrDigit(c) || ":.-_+/".indexOf(c) >= 0);
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
