package io.chutes.cli.console;

import java.nio.file.Path;
import java.util.Map;

/** A folder of the user's by the XDG base directory specification: the one that its variable names, or one of the home. */
public enum UserFolder {
    CONFIG("XDG_CONFIG_HOME", ".config"),
    DATA("XDG_DATA_HOME", ".local/share"),
    CACHE("XDG_CACHE_HOME", ".cache");

    private final String variable;
    private final String usual;

    UserFolder(String variable, String usual) {
        this.variable = variable;
        this.usual = usual;
    }

    /** What is ours in it. */
    public Path chutes(Map<String, String> environment) {
        String xdg = environment.getOrDefault(variable, "");
        return (xdg.isBlank() ? home(environment).resolve(usual) : Path.of(xdg)).resolve("chutes");
    }

    /** As shells have it; the JVM's own notion comes from the user database, where HOME is another. */
    private static Path home(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isBlank() ? System.getProperty("user.home") : home);
    }
}
