package io.chutes.cli.console;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Something that no argument may hold, since every process of a machine can read those: from a file, standard input or a prompt. */
public final class SecretInput {
    private static final int LONGEST = 1 << 20;

    private final Surroundings surroundings;

    public SecretInput(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Reads it; one line break at its end is not part of it.
     *
     * @param what it is, such as {@code The API key}
     * @param file where it is; null to ask for it on a terminal, or read it from standard input where there is none
     */
    public String read(String what, @Nullable Path file) {
        String text = text(what, file).replaceFirst("\\R\\z", "");
        if (text.isEmpty()) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    "%s is empty; it was read from %s".formatted(what, file == null ? "standard input" : file));
        }
        return text;
    }

    @SuppressWarnings("SystemConsoleNull") // of release 25 it is null again where there is no terminal
    private String text(String what, @Nullable Path file) {
        try {
            if (file != null) {
                if (!Files.isReadable(file) || Files.isDirectory(file)) {
                    throw new CommandException(
                            ExitStatus.USAGE, "%s cannot be read: there is no file %s".formatted(what, file));
                }
                try (InputStream in = Files.newInputStream(file)) {
                    return text(what, in);
                }
            }
            Console console = System.console();
            if (surroundings.terminal() && console != null) {
                char[] typed = console.readPassword("%s: ", what);
                return typed == null ? "" : new String(typed);
            }
            return text(what, surroundings.in());
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, what + " could not be read: " + e, e);
        }
    }

    private static String text(String what, InputStream in) throws IOException {
        byte[] all = in.readNBytes(LONGEST + 1);
        if (all.length > LONGEST) {
            throw new CommandException(ExitStatus.USAGE, what + " is longer than 1 MiB");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(all))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CommandException(
                    ExitStatus.USAGE, what + " is no text in UTF-8: encode it, such as by base64", e);
        }
    }
}
