package io.chutes.platform.manifest.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The differences of all that callers do not see: what an instance needs, how its image is made, how many there are. */
final class SettingsDiff {
    private static final List<String> SETTINGS =
            List.of("tagline", "readme", "hardware", "scaling", "timeouts", "image", "engines", "weights", "secrets");

    /** Their values are told to nobody. */
    private static final String VARIABLES = "image.env.";

    private static final JsonMapper MAPPER = new JsonMapper();

    private final List<Change> changes = new ArrayList<>();

    private SettingsDiff() {}

    /** None of them can hurt a caller. */
    static List<Change> between(Manifest before, Manifest after) {
        JsonNode was = tree(before);
        JsonNode is = tree(after);
        var diff = new SettingsDiff();
        SETTINGS.forEach(name -> diff.setting(name, was.path(name), is.path(name)));
        return List.copyOf(diff.changes);
    }

    private static JsonNode tree(Manifest manifest) {
        try {
            return MAPPER.readTree(ManifestJson.write(manifest));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not read what was written", e);
        }
    }

    /** What has changed of one setting, by its name in the manifest such as {@code scaling.maxQueue}. */
    private void setting(String name, JsonNode was, JsonNode is) {
        if (was.equals(is)) {
            return;
        } else if (was.isObject() && is.isObject()) {
            Set<String> members = new TreeSet<>();
            was.fieldNames().forEachRemaining(members::add);
            is.fieldNames().forEachRemaining(members::add);
            members.forEach(member -> setting(name + "." + member, was.path(member), is.path(member)));
        } else if (was.isMissingNode()) {
            add("%s is new", name);
        } else if (is.isMissingNode()) {
            add("%s is gone", name);
        } else if (name.startsWith(VARIABLES)) {
            add("%s has another value", name);
        } else {
            add("%s was %s and is %s", name, text(was), text(is));
        }
    }

    private static String text(JsonNode value) {
        if (value.isNull()) {
            return "not set";
        }
        // The value of an option such as -Dpassword=… is told to nobody either.
        return value.isTextual()
                ? "'" + value.textValue() + "'"
                : value.toString().replaceAll("\"(-[^=\"]*=)[^\"]*\"", "\"$1…\"");
    }

    private void add(String what, Object... arguments) {
        changes.add(Change.compatible("chute", what.formatted(arguments)));
    }
}
