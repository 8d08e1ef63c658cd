package io.chutes.platform.manifest;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a chute may ask of its image. */
public final class ImageLimits {
    private static final Pattern BASE = Pattern.compile("[a-zA-Z0-9.-]+(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+"
            + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?@sha256:[0-9a-f]{64}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern USER = Pattern.compile("[1-9][0-9]{0,9}");
    /** These two are possessive, as else each step would take some of the stack. */
    private static final Pattern WORKDIR = Pattern.compile("(/[A-Za-z0-9._-]++)++");

    private static final Pattern PROJECT_PATH = Pattern.compile("[^/\\\\:*?\\p{Cntrl}]++(/[^/\\\\:*?\\p{Cntrl}]++)*+");

    /** By them the image's Java is found and its text is UTF-8. */
    private static final Set<String> OF_THE_IMAGE = Set.of("PATH", "JAVA_HOME", "LANG");

    private static final String OF_THE_RUNTIME = "CHUTES_";

    private ImageLimits() {}

    /** Whether a base image is pinned by digest: {@code registry/repository@sha256:<64 hex>}. */
    public static boolean isBase(String image) {
        return BASE.matcher(image).matches();
    }

    /** Whether it is letters, digits and underscores, no digit first. */
    public static boolean isVariable(String name) {
        return VARIABLE.matcher(name).matches();
    }

    /** Whether the image sets that variable, or the platform does. */
    public static boolean isTaken(String variable) {
        return OF_THE_IMAGE.contains(variable) || variable.startsWith(OF_THE_RUNTIME);
    }

    /** Whether a user is a number other than root's: 1 to 2147483647. */
    public static boolean isUser(String id) {
        return USER.matcher(id).matches() && Long.parseLong(id) <= Integer.MAX_VALUE;
    }

    /** Whether it is an absolute path other than {@code /}, of letters, digits, dots, hyphens and underscores. */
    public static boolean isWorkdir(String path) {
        return WORKDIR.matcher(path).matches() && staysInside(path);
    }

    /** Whether a path from the project's folder does not lead out of it. */
    public static boolean isOfProject(String path) {
        return PROJECT_PATH.matcher(path).matches() && staysInside(path);
    }

    private static boolean staysInside(String path) {
        List<String> steps = List.of(path.split("/"));
        return !steps.contains(".") && !steps.contains("..");
    }
}
