package io.chutes.cli.profile;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The variables of the environment that take the place of what the configuration says. */
public enum Variable {
    CHUTES_URL("address of the platform, in place of the profile's"),
    CHUTES_KEY("API key, in place of the profile's; for build and verify the\npassword of a registry"),
    CHUTES_PROFILE("name of the profile, in place of the one in use"),
    CHUTES_CONFIG("file of the profiles, in place of chutes/config.json in the\nXDG configuration folder");

    private static final int NEAR = 3;
    private static final String MARGIN = "\n" + " ".repeat(18);

    /** Those of images, nodes and platforms, which no command heeds. */
    private static final Set<String> OTHERS = Set.of(
            "CHUTES_HOST",
            "CHUTES_PORT",
            "CHUTES_INSTANCE_ID",
            "CHUTES_INSTANCE_TOKEN",
            "CHUTES_ENGINE",
            "CHUTES_NODE_ADDRESS",
            "CHUTES_NODE_ENGINE",
            "CHUTES_NODE_FOLDER",
            "CHUTES_DOCKER_NETWORK",
            "CHUTES_WEIGHTS",
            "CHUTES_WEIGHTS_LIMIT_GB",
            "CHUTES_MASTER_KEYS",
            "CHUTES_MASTER_KEYS_FILE",
            "CHUTES_TRAINING_RUN");

    private final String meaning;

    Variable(String meaning) {
        this.meaning = meaning;
    }

    /** Its value; empty if it is not set, or to nothing. */
    Optional<String> in(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(name())).filter(value -> !value.isBlank());
    }

    /** A line for each, as help shows them. */
    public static List<String> lines() {
        return Arrays.stream(values())
                .map(variable -> "  %-16s%s".formatted(variable.name(), variable.meaning.replace("\n", MARGIN)))
                .toList();
    }

    /** A sentence for each variable that somebody may think is heeded. */
    public static List<String> complaints(Map<String, String> environment) {
        return environment.keySet().stream()
                .filter(name -> name.startsWith("CHUTES_") || name.startsWith("CHUTE_"))
                .filter(name ->
                        Arrays.stream(values()).noneMatch(known -> known.name().equals(name)))
                .filter(name -> !OTHERS.contains(name))
                .sorted()
                .map(name -> "The variable " + name + " is none that chutes knows" + meant(name))
                .toList();
    }

    private static String meant(String name) {
        return Stream.concat(Arrays.stream(values()).map(Enum::name), OTHERS.stream())
                .filter(known -> distance(known, name) <= NEAR)
                .min(Comparator.comparingInt((String known) -> distance(known, name))
                        .thenComparing(known -> known))
                .map(known -> "; is " + known + " meant?")
                .orElse("");
    }

    /** How many letters are to be put in, left out or changed (Levenshtein). */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        Arrays.setAll(before, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[before.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[other.length()];
    }
}
