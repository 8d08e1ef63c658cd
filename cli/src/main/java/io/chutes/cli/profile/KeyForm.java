package io.chutes.cli.profile;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import java.util.regex.Pattern;

/** What an API key can be: anything else would be refused with the key itself in the sentence. */
final class KeyForm {
    private static final Pattern FORM = Pattern.compile("[!-~]+");

    private KeyForm() {}

    /**
     * Refuses what is no key, without telling it.
     *
     * @param from where it was read
     */
    static String require(String key, String from) {
        String bare = key.strip();
        if (!FORM.matcher(bare).matches()) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    "%s holds no API key: a key is one word such as ck_..., without a line break, a space or a byte order mark"
                            .formatted(from));
        }
        return bare;
    }
}
