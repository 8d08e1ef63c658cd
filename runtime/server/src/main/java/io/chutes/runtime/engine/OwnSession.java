package io.chutes.runtime.engine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a process is started in a session of its own, so that all of it can be found and no key pressed at a terminal reaches it. */
final class OwnSession {
    /** What is put before a command; empty where there is no {@code setsid}, which is part of every Linux with a shell. */
    static final List<String> PREFIX = onPath("setsid").map(List::of).orElse(List.of());

    private OwnSession() {}

    private static Optional<String> onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
