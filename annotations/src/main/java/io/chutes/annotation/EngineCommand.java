package io.chutes.annotation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How an {@link Engine}'s process is started.
 *
 * @param command the program and its arguments, each as it is: no shell reads them
 * @param environment variables beside those it gets anyway, or instead of them
 * @param folder the folder it runs in
 */
public record EngineCommand(List<String> command, Map<String, String> environment, Path folder) {
    /** A command that can be run on this machine or another; it need not be there yet. */
    public EngineCommand {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty() || command.get(0).isBlank()) {
            throw new IllegalArgumentException("an engine's command begins with a program, got " + command);
        }
        for (String argument : command) {
            if (argument.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "an argument of an engine has a NUL character: a process cannot be given it");
            }
        }
        environment.forEach((name, value) -> {
            if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value).indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "a variable's name is not empty and has no '=', and neither it nor its value has a NUL character; got '%s'"
                                .formatted(name));
            }
        });
    }

    /** A program and its arguments, run in the chute's own folder. */
    public static EngineCommand of(String... command) {
        return of(List.of(command));
    }

    /** A program and its arguments, run in the chute's own folder. */
    public static EngineCommand of(List<String> command) {
        return new EngineCommand(command, Map.of(), Path.of(""));
    }

    /** This with more arguments at its end. */
    public EngineCommand with(String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        return new EngineCommand(all, environment, folder);
    }

    /** This with a variable, instead of one of the same name. */
    public EngineCommand env(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put(name, value);
        return new EngineCommand(command, all, folder);
    }

    /** This in another folder. */
    public EngineCommand in(Path other) {
        return new EngineCommand(command, environment, other);
    }

    /** The program and the names of the variables; what it is given may be secret. */
    @Override
    public String toString() {
        return "%s with %d arguments and the variables %s"
                .formatted(command.get(0), command.size() - 1, new TreeSet<>(environment.keySet()));
    }
}
