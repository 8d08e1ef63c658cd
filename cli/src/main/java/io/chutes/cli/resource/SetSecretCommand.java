package io.chutes.cli.resource;

import io.chutes.cli.console.Output;
import io.chutes.cli.console.SecretInput;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.SecretState;
import io.chutes.platform.api.SecretValue;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chutes secrets set}. */
@Command(
        name = "set",
        aliases = "create",
        description =
                "Set a secret, in place of any that is there. Its value is asked for on a terminal, and read from standard input elsewhere; a line break at its end is left out.",
        footer = {"", "Example: chutes secrets set HF_TOKEN --chute minilm --value-file token.txt"})
final class SetSecretCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Its name, as @Secret has it.")
    String name;

    @Option(names = "--chute", paramLabel = "CHUTE", description = "Give it to this chute only (default: to all).")
    @Nullable String chute;

    @Option(names = "--value-file", paramLabel = "FILE", description = "Read the value from this file.")
    @Nullable Path file;

    @Mixin
    Session session;

    @Mixin
    Output output;

    private final Surroundings surroundings;

    SetSecretCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String value = new SecretInput(surroundings).read("The value of " + name, file);
        SecretState set = session.client().setSecret(name, chute, new SecretValue(value));
        output.print(
                set,
                "Set %s for %s; instances that start from now on are given it",
                set.name(),
                set.chute() == null ? "every chute" : set.chute());
        return 0;
    }
}
