package io.chutes.cli.profile;

import io.chutes.cli.console.Column;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.Confirmation;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Output;
import io.chutes.cli.console.Surroundings;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chutes profiles}. */
@Command(
        name = "profiles",
        description = "The accounts that this machine has keys of.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: chutes profiles use production"})
public final class ProfilesCommand {
    private static final List<Column<Shown>> COLUMNS = List.of(
            new Column<>("", shown -> shown.current() ? "*" : ""),
            new Column<>("name", Shown::name),
            new Column<>("account", Shown::account),
            new Column<>("url", Shown::url));

    private final Profiles profiles;

    ProfilesCommand(Surroundings surroundings) {
        this.profiles = Profiles.of(surroundings.environment());
    }

    /** A profile without its key. */
    record Shown(String name, String account, URI url, boolean current) {}

    @Command(
            name = "list",
            description = "List the profiles; a star marks the one in use.",
            footer = {"", "Example: chutes profiles list"})
    int list(@Mixin Output output) {
        Configuration configuration = profiles.read();
        output.list(
                configuration.profiles().entrySet().stream()
                        .map(it -> new Shown(
                                it.getKey(),
                                it.getValue().account(),
                                it.getValue().url(),
                                it.getKey().equals(configuration.current())))
                        .toList(),
                COLUMNS);
        return 0;
    }

    @Command(
            name = "use",
            description = "Use a profile from now on.",
            footer = {"", "Example: chutes profiles use production"})
    int use(@Parameters(paramLabel = "NAME", description = "Its name.") String name, @Mixin Output output) {
        Configuration changed = profiles.change(configuration -> {
            require(configuration, name);
            return configuration.using(name);
        });
        output.print(name, "From now on: %s", String.valueOf(changed.profiles().get(name)));
        return 0;
    }

    @Command(
            name = "delete",
            description = "Forget a profile and its key; the key itself goes on working.",
            footer = {"", "Example: chutes profiles delete old --yes"})
    int delete(
            @Parameters(paramLabel = "NAME", description = "Its name.") String name,
            @Mixin Confirmation confirmation,
            @Mixin Output output) {
        require(profiles.read(), name);
        confirmation.require("Forget the profile '" + name + "' and its key");
        profiles.change(configuration -> configuration.without(name));
        output.print(name, "Forgot the profile '%s'", name);
        return 0;
    }

    private void require(Configuration configuration, String name) {
        if (!configuration.profiles().containsKey(name)) {
            throw new CommandException(
                    ExitStatus.NOT_FOUND,
                    "There is no profile '%s' in %s; %s".formatted(name, profiles.file(), configuration.names()));
        }
    }
}
