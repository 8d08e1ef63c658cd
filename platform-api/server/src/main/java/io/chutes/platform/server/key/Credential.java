package io.chutes.platform.server.key;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A secret that is shown once: {@code <kind>_<id>_<secret>}. Of the whole only a {@linkplain KeyHash keyed hash} is stored; the id is no
 * secret.
 *
 * @param kind what it opens, two letters
 */
public record Credential(String kind, String id, String secret) {
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID = 16;
    private static final int SECRET = 40;
    private static final Pattern FORM =
            Pattern.compile("([a-z]{2})_([0-9A-Za-z]{%d})_([0-9A-Za-z]{%d})".formatted(ID, SECRET));

    /** One that nobody has. */
    public static Credential random(String kind, RandomGenerator random) {
        return new Credential(kind, letters(random, ID), letters(random, SECRET));
    }

    /** The one that a text is, if it is one of that kind. */
    public static Optional<Credential> parse(String kind, String text) {
        Matcher matcher = FORM.matcher(text.strip());
        return matcher.matches() && matcher.group(1).equals(kind)
                ? Optional.of(new Credential(kind, matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** How those of a kind look, in words. */
    public static String form(String kind) {
        return "%s_, %d letters or digits, _, and %d letters or digits".formatted(kind, ID, SECRET);
    }

    /** The whole, for whom it is made. */
    public String text() {
        return kind + "_" + id + "_" + secret;
    }

    /** Hides the secret. */
    @Override
    public String toString() {
        return kind + "_" + id + "_…";
    }

    private static String letters(RandomGenerator random, int count) {
        return random.ints(count, 0, BASE62.length())
                .mapToObj(i -> String.valueOf(BASE62.charAt(i)))
                .collect(Collectors.joining());
    }
}
