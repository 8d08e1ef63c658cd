package io.chutes.cli.profile;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.Confirmation;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Surroundings;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The profile that an account is noted in, and the platform it is at. */
final class ProfileTarget {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    @Option(
            names = "--url",
            description =
                    "Address of the platform (default: CHUTES_URL, or the platform of this machine, http://127.0.0.1:8700).")
    @Nullable String url;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Name of the profile to keep it as (default: CHUTES_PROFILE, or 'default').")
    @Nullable String profile;

    @Mixin
    Confirmation confirmation;

    private final Surroundings surroundings;

    ProfileTarget(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    URI url() {
        if (url != null) {
            return Addresses.parse(url, "--url");
        }
        return Variable.CHUTES_URL
                .in(surroundings.environment())
                .map(text -> Addresses.parse(text, "CHUTES_URL"))
                .orElse(Session.LOCAL);
    }

    String name() {
        String name = profile != null
                ? profile
                : Variable.CHUTES_PROFILE.in(surroundings.environment()).orElse("default");
        if (!NAME.matcher(name).matches()) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    "A profile's name is 1 to 64 letters, digits, dots, hyphens and underscores, got '%s'"
                            .formatted(name));
        }
        return name;
    }

    Profiles profiles() {
        return Profiles.of(surroundings.environment());
    }

    /** Asks before the key of another account is lost. */
    void requireRoomFor(@Nullable String account) {
        Profile there = profiles().read().profiles().get(name());
        if (there != null && !(there.account().equals(account) && there.url().equals(url()))) {
            confirmation.require("Replace the profile '%s' of %s, whose key is then gone here; --profile names another"
                    .formatted(name(), there));
        }
    }

    void keep(Profile kept) {
        profiles().change(configuration -> configuration.with(name(), kept));
    }
}
