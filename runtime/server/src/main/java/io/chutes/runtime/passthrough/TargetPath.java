package io.chutes.runtime.passthrough;

import io.chutes.annotation.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path whose segments in braces are filled from each request. */
record TargetPath(String template) {
    private static final Pattern IN_BRACES = Pattern.compile("\\{([^{}]+)}");
    private static final String UNRESERVED = "-._~";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int NOT_FOUND = 404;

    /** The path with each name in braces replaced by the value it has in this request. */
    String filled(UnaryOperator<String> value) {
        return IN_BRACES
                .matcher(template)
                .replaceAll(name -> Matcher.quoteReplacement(segment(value.apply(name.group(1)))));
    }

    /** One segment and never more: what could lead out of the target's folder is no such segment. */
    private static String segment(String value) {
        if (value.isEmpty() || value.equals(".") || value.equals("..")) {
            throw new ProblemException(NOT_FOUND, "'" + value + "' is no segment of a path");
        }
        var encoded = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            boolean plain =
                    character < 0x80 && (Character.isLetterOrDigit(character) || UNRESERVED.indexOf(character) >= 0);
            encoded.append(plain ? String.valueOf(character) : "%" + HEX.toHexDigits(octet));
        }
        return encoded.toString();
    }
}
