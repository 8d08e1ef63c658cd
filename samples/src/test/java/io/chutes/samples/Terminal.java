package io.chutes.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A terminal in which a command runs.
 *
 * @param pane its name in tmux
 * @param shell what has started the command
 */
record Terminal(Tmux tmux, String pane, ProcessHandle shell) {
    private static final Pattern END = Pattern.compile("^exit (\\d+)$", Pattern.MULTILINE);

    /** All that was shown on it and not overwritten. */
    String text() {
        try {
            return tmux.tmux(List.of("capture-pane", "-p", "-J", "-S", "-", "-t", pane));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    Terminal shows(String text) throws InterruptedException {
        Await.until("the terminal shows '%s'".formatted(text), () -> {
            String shown = text();
            if (END.matcher(shown).find() && !shown.contains(text)) {
                throw new AssertionError("The command ended and has not shown '%s':%n%s".formatted(text, shown));
            }
            return shown.contains(text);
        });
        return this;
    }

    Terminal type(String line) throws IOException, InterruptedException {
        tmux.tmux(List.of("send-keys", "-t", pane, "-l", line));
        tmux.tmux(List.of("send-keys", "-t", pane, "Enter"));
        return this;
    }

    /** Ctrl-C. */
    Terminal interrupt() throws IOException, InterruptedException {
        tmux.tmux(List.of("send-keys", "-t", pane, "C-c"));
        return this;
    }

    /** Waits for the end of the command, and answers its exit code. */
    int exit() throws InterruptedException {
        Await.until("the command has ended", () -> END.matcher(text()).find());
        Matcher end = END.matcher(text());
        if (!end.find()) {
            throw new AssertionError(text());
        }
        return Integer.parseInt(end.group(1));
    }

    /** What runs in it. */
    List<ProcessHandle> processes() {
        return shell.descendants().toList();
    }
}
