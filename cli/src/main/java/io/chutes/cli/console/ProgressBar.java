package io.chutes.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that goes on, drawn on the last line of a terminal with no more than carriage returns and spaces. The line is gone before
 * anything else is written there, and when the process ends.
 */
final class ProgressBar implements Progress {
    /** What is over sooner is not drawn at all. */
    private static final Duration FIRST = Duration.ofMillis(200);

    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final PrintStream terminal;
    private final IntSupplier columns;
    private @Nullable Shown shown;
    private int drawn;
    private boolean ended;

    /** @param columns how wide the terminal is at the moment */
    ProgressBar(PrintStream terminal, IntSupplier columns) {
        this.terminal = terminal;
        this.columns = columns;
    }

    /** One on standard error; all that this process writes from now on is written above it. */
    static ProgressBar ofProcess(Map<String, String> environment) {
        var bar = new ProgressBar(System.err, new TerminalWidth(environment));
        System.setOut(bar.above(System.out));
        System.setErr(bar.above(System.err));
        AtExit.of(bar::end);
        return bar;
    }

    private static final class Shown {
        private final String work;
        private final long since = System.nanoTime();
        private OptionalDouble part = OptionalDouble.empty();

        Shown(String work) {
            this.work = work;
        }

        ProgressLine line() {
            return new ProgressLine(work, part, Duration.ofNanos(System.nanoTime() - since));
        }
    }

    @Override
    public synchronized void tell(String line) {
        hide();
        terminal.println(line);
        terminal.flush();
    }

    @Override
    public synchronized void begin(String work) {
        tell(work);
        show("");
    }

    @Override
    public synchronized void show(String work) {
        hide();
        if (!ended) {
            var now = new Shown(work);
            shown = now;
            Thread.startVirtualThread(() -> draw(now));
        }
    }

    @Override
    public synchronized void reach(double part) {
        if (shown != null) {
            shown.part = OptionalDouble.of(part);
        }
    }

    @Override
    public boolean isSeen() {
        return true;
    }

    private void draw(Shown work) {
        try {
            Thread.sleep(FIRST);
            int width = columns.getAsInt();
            while (drawOnce(work, width)) {
                Thread.sleep(BETWEEN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it is still that which is shown. */
    private synchronized boolean drawOnce(Shown work, int width) {
        if (shown != work) {
            return false;
        }
        String text = work.line().text(width - 1); // a full line would go on on the next one
        terminal.print("\r" + text + " ".repeat(Math.max(0, drawn - text.length())));
        terminal.flush();
        drawn = text.length();
        return true;
    }

    private synchronized void hide() {
        shown = null;
        if (drawn > 0) {
            terminal.print("\r" + " ".repeat(drawn) + "\r");
            terminal.flush();
            drawn = 0;
        }
    }

    private synchronized void end() {
        ended = true;
        hide();
    }

    /** The same stream, before whose every byte the bar is gone. */
    PrintStream above(PrintStream stream) {
        var above = new OutputStream() {
            @Override
            public void write(int one) {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                synchronized (ProgressBar.this) {
                    hide();
                    stream.write(bytes, offset, length);
                }
            }

            @Override
            public void flush() throws IOException {
                if (stream.checkError()) { // it flushes, and keeps to itself what came of that
                    throw new IOException("The stream takes no more");
                }
            }
        };
        return new PrintStream(above, true, stream.charset());
    }
}
