package io.chutes.cli.console;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many columns the terminal has: what COLUMNS says, else what the terminal does, which Java cannot ask, else 80.
 *
 * @param environment the variables
 */
record TerminalWidth(Map<String, String> environment) implements IntSupplier {
    private static final int USUAL = 80;
    private static final Pattern COLUMNS = Pattern.compile("[1-9]\\d{0,3}");
    private static final Pattern SIZE = Pattern.compile("\\d+ (" + COLUMNS + ")\\s*");

    @Override
    public int getAsInt() {
        String said = environment.getOrDefault("COLUMNS", "");
        return COLUMNS.matcher(said).matches() ? Integer.parseInt(said) : ofTerminal();
    }

    private static int ofTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Matcher size = SIZE.matcher(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            return size.matches() ? Integer.parseInt(size.group(1)) : USUAL;
        } catch (IOException e) {
            return USUAL;
        }
    }
}
