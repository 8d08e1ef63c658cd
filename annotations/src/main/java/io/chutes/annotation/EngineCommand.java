package io.chutes.annotation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How an {@link Engine}'s process is started.
 *
 * @param command the program and its arguments, each as it is: no shell reads them
 * @param environment variables beside those it gets anyway, or instead of them
 * @param folder the folder it runs in
 * @param key what it wants of its callers as a bearer token, which the runtime sends with each call and when it asks for its
 *     health; empty if it wants none. What the engine writes is logged without it
 * @param port where it listens on 127.0.0.1, 1024 to 65535; 0 if at {@link Engine#port}
 * @param scratch folders that it writes to, absolute, which are deleted once it has ended and is started no more
 */
public record EngineCommand(
        List<String> command, Map<String, String> environment, Path folder, String key, int port, List<Path> scratch) {
    private static final int FIRST_PORT = 1024;
    private static final int LAST_PORT = 65_535;

    /** A bearer token, by RFC 6750. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._~+/-]*=*");

    /** A command that can be run on this machine or another; it need not be there yet. */
    public EngineCommand {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        scratch = List.copyOf(scratch);
        if (command.isEmpty() || command.get(0).isBlank()) {
            throw new IllegalArgumentException("an engine's command begins with a program, got " + command);
        }
        for (String argument : command) {
            if (argument.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "an argument of an engine has a NUL character: a process cannot be given it");
            }
        }
        for (Path written : scratch) {
            if (!written.isAbsolute()) { // of the engine's folder or of the runtime's: they are deleted whole
                throw new IllegalArgumentException(
                        "a folder that an engine writes to is absolute, got '%s'".formatted(written));
            }
        }
        environment.forEach((name, value) -> {
            if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value).indexOf('\0') >= 0) {
                throw new IllegalArgumentException(
                        "a variable's name is not empty and has no '=', and neither it nor its value has a NUL character; got '%s'"
                                .formatted(name));
            }
        });
        if (port != 0 && (port < FIRST_PORT || port > LAST_PORT)) {
            throw new IllegalArgumentException(
                    "an engine's port is %d to %d, got %d".formatted(FIRST_PORT, LAST_PORT, port));
        }
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "an engine's key is letters, digits and any of -._~+/, as bearer tokens are; got one of %d characters with another"
                            .formatted(key.length()));
        }
    }

    /** A program and its arguments, run in the chute's own folder. */
    public static EngineCommand of(String... command) {
        return of(List.of(command));
    }

    /** A program and its arguments, run in the chute's own folder. */
    public static EngineCommand of(List<String> command) {
        return new EngineCommand(command, Map.of(), Path.of(""), "", 0, List.of());
    }

    /** This with more arguments at its end. */
    public EngineCommand with(String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        return new EngineCommand(all, environment, folder, key, port, scratch);
    }

    /** This with a variable, instead of one of the same name. */
    public EngineCommand env(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put(name, value);
        return new EngineCommand(command, all, folder, key, port, scratch);
    }

    /** This in another folder. */
    public EngineCommand in(Path other) {
        return new EngineCommand(command, environment, other, key, port, scratch);
    }

    /** This, whose engine takes no call without that key; it has to be told to by an argument or a variable. */
    public EngineCommand keyedBy(String other) {
        return new EngineCommand(command, environment, folder, other, port, scratch);
    }

    /**
     * This, which listens on another port, such as one that was free as it started: then {@link Engine#port} is but what
     * {@link Passthrough} endpoints know the engine by, and several instances can run on one host without containers.
     */
    public EngineCommand listeningOn(int other) {
        return new EngineCommand(command, environment, folder, key, other, scratch);
    }

    /** This, which writes to one more folder that is deleted once the engine has ended and is started no more. */
    public EngineCommand writingTo(Path other) {
        List<Path> all = new ArrayList<>(scratch);
        all.add(other);
        return new EngineCommand(command, environment, folder, key, port, all);
    }

    /** The program and the names of the variables; what it is given may be secret. */
    @Override
    public String toString() {
        return "%s with %d arguments and the variables %s"
                .formatted(command.get(0), command.size() - 1, new TreeSet<>(environment.keySet()));
    }
}
