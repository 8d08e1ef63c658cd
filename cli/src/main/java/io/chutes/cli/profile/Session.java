package io.chutes.cli.profile;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Surroundings;
import io.chutes.platform.client.PlatformClient;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The platform that a command speaks to, as the option, the variables and the profiles say, in this order. */
public final class Session {
    static final URI LOCAL = URI.create("http://127.0.0.1:8700");

    @Option(names = "--profile", paramLabel = "NAME", description = "Use this profile, whatever the environment says.")
    @Nullable String profile;

    private final Surroundings surroundings;
    private @Nullable Access access;

    Session(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * What is needed to call the platform.
     *
     * @param account the account's name as the profile has it; null if only the platform knows
     */
    private record Access(URI url, String key, @Nullable String account) {}

    /** The platform's address. */
    public URI url() {
        return access().url();
    }

    /** The API key. */
    public String key() {
        return access().key();
    }

    /** A client with the key. */
    public PlatformClient client() {
        return new PlatformClient(url(), key());
    }

    /** Whose key it is. */
    public String account() {
        String known = access().account();
        return known == null ? client().me().name() : known;
    }

    private Access access() {
        if (access == null) {
            access = find();
        }
        return access;
    }

    private Access find() {
        var environment = surroundings.environment();
        Profiles profiles = Profiles.of(environment);
        if (profiles.isOpenToOthers()) {
            surroundings.warn("%s holds keys and is open to others: chmod 600 %1$s".formatted(profiles.file()));
        }
        Configuration configuration = profiles.read();
        if (profile != null) {
            Profile named = named(configuration, profile, "--profile");
            return new Access(named.url(), named.key(), named.account());
        }
        Optional<Profile> found = Variable.CHUTES_PROFILE
                .in(environment)
                .map(name -> named(configuration, name, "the variable CHUTES_PROFILE"))
                .or(() -> Optional.ofNullable(configuration.current())
                        .map(name -> named(configuration, name, profiles.file().toString())));
        Optional<URI> url = Variable.CHUTES_URL.in(environment).map(text -> Addresses.parse(text, "CHUTES_URL"));
        Optional<String> key = Variable.CHUTES_KEY.in(environment);
        if (key.isPresent()) {
            return new Access(
                    url.or(() -> found.map(Profile::url)).orElse(LOCAL),
                    KeyForm.require(key.get(), "The variable CHUTES_KEY"),
                    null);
        }
        Profile used = found.orElseThrow(() -> new CommandException(
                ExitStatus.REFUSED, "You are not logged in: run chutes login or chutes register, or set CHUTES_KEY"));
        if (url.isPresent() && !url.get().equals(used.url())) {
            // A key goes nowhere but to the platform that it is for.
            throw new CommandException(
                    ExitStatus.REFUSED,
                    "CHUTES_URL is %s, and the key of the profile in use is for %s: set CHUTES_KEY as well"
                            .formatted(url.get(), used.url()));
        }
        return new Access(used.url(), used.key(), used.account());
    }

    private static Profile named(Configuration configuration, String name, String by) {
        Profile found = configuration.profiles().get(name);
        if (found == null) {
            throw new CommandException(
                    ExitStatus.NOT_FOUND,
                    "There is no profile '%s', which %s names; %s".formatted(name, by, configuration.names()));
        }
        return found;
    }
}
