package io.chutes.platform.server.event;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens, to be written down with {@link Events#record}.
 *
 * @param accountId whose it is to know
 * @param type {@code <what>.<happened>} in lower case, such as {@code key.revoked}
 * @param message a sentence for the account's owner; never a secret
 * @param chute the name of the chute that it is about, null for none
 * @param data particulars for programs; never a secret
 */
public record Occurrence(
        long accountId,
        String type,
        String message,
        @Nullable String chute,
        Map<String, String> data) {
    public Occurrence {
        data = Map.copyOf(data);
    }

    /** One that is about no chute and has no particulars. */
    public static Occurrence of(long accountId, String type, String message) {
        return new Occurrence(accountId, type, message, null, Map.of());
    }

    /** The same, about a chute of the account. */
    public Occurrence chute(String name) {
        return new Occurrence(accountId, type, message, name, data);
    }

    /** The same with one more particular. */
    public Occurrence with(String name, Object value) {
        Map<String, String> more = new TreeMap<>(data);
        more.put(name, value.toString());
        return new Occurrence(accountId, type, message, chute, more);
    }
}
