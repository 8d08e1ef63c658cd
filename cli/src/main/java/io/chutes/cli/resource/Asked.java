package io.chutes.cli.resource;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.platform.client.PlatformClient;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to see or delete.
 *
 * @param client who is asked
 * @param names what it is named by, the outermost first
 * @param options what it is further told by
 * @param cursor where a list goes on, null for its beginning
 */
record Asked(
        PlatformClient client,
        List<String> names,
        Map<String, String> options,
        @Nullable String cursor) {
    String name() {
        return names.getLast();
    }

    /** The chute that it is a part of. */
    String chute() {
        return names.getFirst();
    }

    long number() {
        try {
            return Long.parseLong(name());
        } catch (NumberFormatException e) {
            throw new CommandException(ExitStatus.USAGE, "A number is needed, got '" + name() + "'");
        }
    }

    @Nullable String option(String name) {
        return options.get(name);
    }

    Asked from(@Nullable String next) {
        return new Asked(client, names, options, next);
    }
}
