package io.chutes.template.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where a stand-in notes what it was started with, and finds how it is to behave. */
record StandInFolder(Path path) {
    /** The program that stands in for an engine of that kind. */
    List<String> program(String kind) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StandIn.class.getName(),
                kind,
                path.toString());
    }

    void behave(String how) throws IOException {
        Files.createFile(path.resolve(how));
    }

    void behaveNoMore(String how) throws IOException {
        Files.delete(path.resolve(how));
    }

    List<String> noted(String what) throws IOException {
        return Files.readAllLines(path.resolve(what));
    }

    /** What it was started with, and a word in the place of its port, which is another each time. */
    List<String> arguments() throws IOException {
        List<String> arguments = noted("arguments");
        for (String flag : new String[] {"--port", "--prometheus-port"}) {
            int at = arguments.indexOf(flag) + 1;
            if (at > 0 && Integer.parseInt(arguments.get(at)) > 0) {
                arguments.set(at, "PORT");
            }
        }
        return arguments;
    }

    /** The value of an argument that it was started with. */
    String given(String flag) throws IOException {
        List<String> arguments = noted("arguments");
        return arguments.get(arguments.indexOf(flag) + 1);
    }

    Map<String, String> environment() throws IOException {
        return noted("environment").stream()
                .filter(line -> line.contains("="))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, _) -> first));
    }
}
