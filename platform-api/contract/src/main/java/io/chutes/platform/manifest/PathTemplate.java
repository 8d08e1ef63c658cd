package io.chutes.platform.manifest;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The path of an endpoint: segments, each written out or, as a name in braces, standing for any value. */
public record PathTemplate(String path) {
    /** The order in which templates that match one call are asked: what is written out goes before a parameter. */
    public static final Comparator<PathTemplate> CLOSEST_FIRST = Comparator.comparing(PathTemplate::shape);

    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}/]*)}");

    /** They would lead to another path. */
    private static final Set<String> NO_VALUES = Set.of("", ".", "..");

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

    /** Whether it takes a call to a path, decoded. */
    public boolean takes(String called) {
        List<String> declared = segments(path);
        List<String> values = segments(called);
        if (declared.size() != values.size()) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            boolean fits = isParameter(declared.get(i))
                    ? !NO_VALUES.contains(values.get(i))
                    : declared.get(i).equals(values.get(i));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Whether there are calls that both would take and this one, being closer, gets. */
    public boolean takesFrom(PathTemplate other) {
        List<String> ours = segments(path);
        List<String> theirs = segments(other.path);
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

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private static boolean isParameter(String segment) {
        return PARAMETER.matcher(segment).matches();
    }
}
