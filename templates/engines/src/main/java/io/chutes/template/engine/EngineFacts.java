package io.chutes.template.engine;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
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
 * @param images its own images and tags, without a registry and a digest, which whoever pins them knows, each by what it runs on; the
 *     first is the usual one, and none means that its makers have none
 * @param program what is started in the image
 * @param script the file beside this class that the program runs, as {@code {script}}; null if it runs none
 * @param guarded a path that it answers with GET, to those who have its key
 * @param arguments that it always gets
 * @param environment variables that it always gets
 * @param always the arguments of each option, named as the attribute of the annotation, whatever its value
 * @param options the arguments of each option, named as the attribute of the annotation, that has not its default
 * @param spelling values that are not spelled as their constants in lower case
 */
record EngineFacts(
        String engine,
        String version,
        String asOf,
        Map<String, String> images,
        List<String> program,
        @Nullable String script,
        String guarded,
        List<String> arguments,
        Map<String, String> environment,
        Map<String, List<String>> always,
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
                throw new IllegalStateException("'%s' names {%s}, which is none of %s"
                        .formatted(text, match.group(1), new TreeSet<>(values.keySet())));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
