package io.chutes.platform.server.billing;

import io.chutes.platform.api.Money;
import io.chutes.platform.api.Statement.Line;
import io.chutes.platform.api.UsageGap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A statement as comma-separated values (RFC 4180): a row each for the opening balance, the entries, the gaps and the closing balance. */
final class CsvStatement implements Statements.Target {
    private final OutputStream out;
    private final StringBuilder row = new StringBuilder();

    CsvStatement(OutputStream out) {
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
        out.flush();
    }

    private void row(String... cells) throws IOException {
        row.setLength(0);
        String separator = "";
        for (String cell : cells) {
            row.append(separator);
            if (isPlain(cell)) {
                row.append(cell);
            } else {
                row.append('"').append(cell.replace("\"", "\"\"")).append('"');
            }
            separator = ",";
        }
        out.write(row.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isPlain(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (!Character.isLetterOrDigit(c) && ":.-_+/".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
