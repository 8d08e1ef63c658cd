package io.chutes.platform.server.key;

import io.chutes.platform.server.web.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An API key in full, as its owner holds it: {@code ck_<id>_<secret>}. */
record ApiKey(String id, String secret) {
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID = 16;
    private static final int SECRET = 40;
    private static final Pattern FORM = Pattern.compile("ck_([0-9A-Za-z]{%d})_([0-9A-Za-z]{%d})".formatted(ID, SECRET));

    static ApiKey random(RandomGenerator random) {
        return new ApiKey(letters(random, ID), letters(random, SECRET));
    }

    /** The key in an {@code Authorization} header. What is wrong with it is said without repeating it. */
    static ApiKey fromHeader(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw ApiException.unauthorized(
                    "This route needs an API key: send the header 'Authorization: Bearer ck_…'");
        }
        String[] words = header.strip().split(" +", 2);
        String rest = words.length == 2 ? words[1] : "";
        return switch (words[0].toLowerCase(Locale.ROOT)) {
            case "bearer" -> parse(rest);
            case "basic" -> parse(password(rest));
            default ->
                throw ApiException.unauthorized(
                        "The Authorization header must be 'Bearer ck_…', or Basic with the key as password");
        };
    }

    String text() {
        return "ck_" + id + "_" + secret;
    }

    @Override
    public String toString() {
        return "ck_" + id + "_…";
    }

    private static ApiKey parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw ApiException.unauthorized(
                    "The API key is malformed: it is ck_, %d letters or digits, _, and %d letters or digits"
                            .formatted(ID, SECRET));
        }
        return new ApiKey(matcher.group(1), matcher.group(2));
    }

    private static String password(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException _) {
            throw ApiException.unauthorized("The Basic credentials are not Base64 of 'user:key'");
        }
    }

    private static String letters(RandomGenerator random, int count) {
        return random.ints(count, 0, BASE62.length())
                .mapToObj(i -> String.valueOf(BASE62.charAt(i)))
                .collect(Collectors.joining());
    }
}
