package io.chutes.cli.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine.Option;

/** Asks before what cannot be undone or costs money, where there is somebody to ask. */
public final class Confirmation {
    @Option(
            names = {"-y", "--yes"},
            description = "Do it without asking; needed where there is no terminal to ask on.")
    boolean yes;

    private final Surroundings surroundings;

    Confirmation(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Goes on only if it may.
     *
     * @param deed what is about to be done, such as {@code Delete the chute hello}
     */
    public void require(String deed) {
        if (yes) {
            return;
        }
        requireSomebody(deed);
        surroundings.err().print(deed + "? [y/N] ");
        surroundings.err().flush();
        if (!answer().strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
            throw new CommandException(ExitStatus.CONFLICT, "Nothing was done");
        }
    }

    /** Goes on only if there is somebody to ask, or nothing to ask. */
    public void requireSomebody(String deed) {
        if (!yes && !surroundings.terminal()) {
            throw new CommandException(ExitStatus.CONFLICT, deed + "? There is no terminal to ask on: say --yes");
        }
    }

    private String answer() {
        try {
            var in = new BufferedReader(new InputStreamReader(surroundings.in(), Charset.defaultCharset()));
            return Objects.requireNonNullElse(in.readLine(), "");
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, "Could not read an answer: " + e, e);
        }
    }
}
