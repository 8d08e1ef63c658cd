package io.chutes.runtime.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Linux says of a process in {@code /proc}; elsewhere there are none.
 *
 * @param session the number of the process that its session began with
 * @param isZombie whether it is dead and its parent has not asked how it died
 */
record LinuxProcess(long pid, long session, boolean isZombie) {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final int STATE = 0;
    private static final int SESSION = 3;

    static Stream<LinuxProcess> all() {
        return numbers().stream().flatMap(pid -> of(pid).stream());
    }

    /** Empty for one that is gone. */
    static Optional<LinuxProcess> of(long pid) {
        try {
            String text = Files.readString(file(pid, "stat"), ISO_8859_1);
            // The name before may hold anything, parentheses and spaces too.
            String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1);
            return Optional.of(new LinuxProcess(pid, Long.parseLong(fields[SESSION]), fields[STATE].equals("Z")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether it was started with that variable, {@code NAME=value}; that of another user's process is not told. */
    boolean carries(String variable) {
        try {
            return Arrays.asList(
                            Files.readString(file(pid, "environ"), ISO_8859_1).split("\0", -1))
                    .contains(variable);
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Long> numbers() {
        try (Stream<Path> files = Files.list(PROC)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(NUMBER.asMatchPredicate())
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Path file(long pid, String name) {
        return PROC.resolve(Long.toString(pid)).resolve(name);
    }
}
