package io.chutes.platform.manifest;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The path of an endpoint: segments, each written out or, as a name in braces, standing for any value. */
public record PathTemplate(String path) {
    /** The order in which templates that match one call are asked: what is written out goes before a parameter. */
    public static final Comparator<PathTemplate> CLOSEST_FIRST = Comparator.comparing(PathTemplate::shape);

    /** Possessive, as else each segment would take some of the stack. */
    private static final Pattern WELL_FORMED = Pattern.compile("(/([a-z0-9][a-z0-9_-]*+|\\{[a-z][a-z0-9_]*+}))++");

    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}/]*)}");

    /** They would lead to another path, whoever splits a value. */
    private static final Set<String> ELSEWHERE = Set.of(".", "..");

    /** Whether an endpoint may have it: segments of lower-case letters, digits, hyphens and underscores, or names in braces. */
    public boolean isWellFormed() {
        return WELL_FORMED.matcher(path).matches();
    }

    /** The names of its parameters, in order. */
    public List<String> parameters() {
        return PARAMETER.matcher(path).results().map(found -> found.group(1)).toList();
    }

    /**
     * The path as callers see it: a lone brace for each parameter. It sorts after all that a segment may be written with, and
     * templates of one shape take the same calls.
     */
    public String shape() {
        return PARAMETER.matcher(path).replaceAll("{");
    }

    /**
     * Whether it takes a call.
     *
     * @param values the segments of the called path, each decoded: a value may hold a slash that came as {@code %2F}
     */
    public boolean takes(List<String> values) {
        List<String> declared = segments();
        if (declared.size() != values.size()) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            boolean fits = isParameter(declared.get(i))
                    ? isValue(values.get(i))
                    : declared.get(i).equals(values.get(i));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Whether there are calls that both would take and this one, being closer, gets. */
    public boolean takesFrom(PathTemplate other) {
        List<String> ours = segments();
        List<String> theirs = other.segments();
        if (ours.size() != theirs.size() || CLOSEST_FIRST.compare(this, other) >= 0) {
            return false;
        }
        for (int i = 0; i < ours.size(); i++) {
            boolean overlaps = isParameter(ours.get(i))
                    || isParameter(theirs.get(i))
                    || ours.get(i).equals(theirs.get(i));
            if (!overlaps) {
                return false;
            }
        }
        return true;
    }

    private List<String> segments() {
        return List.of(path.substring(1).split("/", -1));
    }

    private static boolean isValue(String segment) {
        return !segment.isEmpty() && Stream.of(segment.split("/", -1)).noneMatch(ELSEWHERE::contains);
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}
