package io.chutes.cli.invoke;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a call sends: an argument, a file as {@code @FILE}, or standard input as {@code -}. */
public final class RequestBody {
    /** More than any gateway takes, and less than what a process cannot hold. */
    private static final int MOST_MIB = 64;

    private final Surroundings surroundings;

    public RequestBody(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** What an argument stands for. */
    public byte[] read(String argument) {
        try {
            if (argument.equals("-") || argument.equals("@-")) {
                return all(surroundings.in(), "Standard input");
            }
            return argument.startsWith("@")
                    ? file(Path.of(argument.substring(1)))
                    : argument.getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, "Could not read the body: " + e, e);
        }
    }

    private static byte[] file(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CommandException(ExitStatus.USAGE, "There is no file %s to send, which @ names".formatted(file));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return all(in, file.toString());
        }
    }

    private static byte[] all(InputStream in, String from) throws IOException {
        byte[] all = in.readNBytes((MOST_MIB << 20) + 1);
        if (all.length > MOST_MIB << 20) {
            throw new CommandException(
                    ExitStatus.USAGE, "%s is larger than %d MiB, which no call carries".formatted(from, MOST_MIB));
        }
        return all;
    }
}
