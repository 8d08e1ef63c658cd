package io.chutes.platform.server.key;

import io.chutes.platform.server.web.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** API keys in full, as their owners hold them: {@code ck_<id>_<secret>}. */
final class ApiKey {
    private static final String KIND = "ck";

    private ApiKey() {}

    static Credential random(RandomGenerator random) {
        return Credential.random(KIND, random);
    }

    /** The key in an {@code Authorization} header. What is wrong with it is said without repeating it. */
    static Credential fromHeader(@Nullable String header) {
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

    private static Credential parse(String text) {
        return Credential.parse(KIND, text)
                .orElseThrow(
                        () -> ApiException.unauthorized("The API key is malformed: it is " + Credential.form(KIND)));
    }

    private static String password(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException _) {
            throw ApiException.unauthorized("The Basic credentials are not Base64 of 'user:key'");
        }
    }
}
