package io.chutes.cli;

import io.chutes.cli.console.Surroundings;
import io.chutes.cli.image.RegistryAccount;
import io.chutes.cli.project.BuildException;

/** The password at a registry: never an argument, which every process of the machine may read. */
final class RegistryPassword {
    static final String VARIABLE = "CHUTES_KEY";

    private RegistryPassword() {}

    /** @param option whose account it is */
    static RegistryAccount of(Surroundings surroundings, String option, String username) {
        String password = surroundings.environment().get(VARIABLE);
        if (password == null) {
            throw new BuildException(
                    "%s needs the password of %s in the environment variable %s".formatted(option, username, VARIABLE));
        }
        return new RegistryAccount(username, password);
    }
}
