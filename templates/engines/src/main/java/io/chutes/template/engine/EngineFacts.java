package io.chutes.template.engine;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an engine, as its file beside this class has it: the one place to change for another version of it. Where a name in
 * braces stands, such as {@code {port}}, the platform's own value does.
 *
 * @param engine its name
 * @param version the version whose flags these are
 * @param asOf when they were looked up
 * @param image its own image and tag, without a registry and a digest, which whoever pins it knows; null if it has none
 * @param program what is started in the image
 * @param arguments that it always gets
 * @param environment variables that it always gets
 * @param options the arguments of each option, named as the attribute of the annotation, that has not its default
 * @param spelling values that are not spelled as their constants in lower case
 */
record EngineFacts(
        String engine,
        String version,
        String asOf,
        @Nullable String image,
        List<String> program,
        List<String> arguments,
        Map<String, String> environment,
        Map<String, List<String>> options,
        Map<String, String> spelling) {
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    static EngineFacts of(String name) {
        String file = name + ".json";
        try (InputStream in = Objects.requireNonNull(EngineFacts.class.getResourceAsStream(file), file)) {
            return new JsonMapper().readValue(in, EngineFacts.class);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " beside EngineFacts cannot be read", e);
        }
    }

    /** With the values in the place of their names; a name that has no value is a mistake in the file. */
    static String filled(String text, Map<String, String> values) {
        return NAME.matcher(text).replaceAll(match -> {
            String value = values.get(match.group(1));
            if (value == null) {
                throw new IllegalStateException(
                        "'%s' names {%s}, which is none of %s".formatted(text, match.group(1), values.keySet()));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
