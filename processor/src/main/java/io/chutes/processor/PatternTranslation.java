package io.chutes.processor;

import io.chutes.processor.PortablePattern.Portable;
import io.chutes.processor.PortablePattern.Refused;
import java.util.ArrayDeque;
import java.util.Deque;

/** One pass over a Java regular expression, writing it down for ECMA-262 in its Unicode mode. */
final class PatternTranslation {
    private static final String SYNTAX = "^$\\.*+?()[]{}|/";
    private static final String ANY = "[^\\n\\r\\u0085\\u2028\\u2029]";
    private static final String SPACE = " \\t\\n\\u000b\\f\\r";

    private final String text;
    private final int end;
    private final StringBuilder out = new StringBuilder("^(?:");
    private final Deque<Boolean> lookaheads = new ArrayDeque<>();
    private int at;
    /** Whether what was written last can be repeated: not at the beginning of all or of a group, and not twice. */
    private boolean repeatable;

    PatternTranslation(String regexp) {
        this.text = regexp;
        // The whole text must match in any case.
        boolean anchored = regexp.endsWith("$") && !regexp.endsWith("\\$");
        this.end = anchored ? regexp.length() - 1 : regexp.length();
        this.at = regexp.startsWith("^") ? 1 : 0;
    }

    PortablePattern translate() {
        try {
            while (at < end) {
                one(next());
            }
            return new Portable(out.append(")$").toString());
        } catch (NotPortableException e) {
            return new Refused("has '%s' in '%s', which is not the same in every language: write it in another way"
                    .formatted(e.getMessage(), text));
        }
    }

    private void one(char c) {
        if ("*+?{".indexOf(c) >= 0 && !repeatable) {
            throw new NotPortableException(c);
        }
        repeatable = "*+?{(|".indexOf(c) < 0;
        switch (c) {
            case '\\' -> escape();
            case '[' -> set();
            case '.' -> out.append(ANY);
            case '(' -> group();
            case ')' -> endOfGroup();
            case '*', '+', '?' -> quantifier(String.valueOf(c));
            case '{' -> quantifier("{" + upTo('}') + "}");
            case '^', '$' -> throw new NotPortableException(c);
            case ']', '}' -> out.append('\\').append(c);
            default -> out.append(c);
        }
    }

    private void escape() {
        char c = next();
        switch (c) {
            case 's' -> out.append('[').append(SPACE).append(']');
            case 'S' -> out.append("[^").append(SPACE).append(']');
            default -> out.append(escaped(c, "dDwWtnrf"));
        }
    }

    /** An escape that is one character, or one of these classes. */
    private String escaped(char c, String letters) {
        if (letters.indexOf(c) >= 0) {
            return "\\" + c;
        } else if (c == 'u' && at + 4 <= end && !text.substring(at, end).matches("(?s)[dD][89a-fA-F].*")) {
            return "\\u" + take(4);
        } else if (c == 'x' && at + 2 <= end && text.charAt(at) != '{') {
            return "\\x" + take(2);
        } else if (c > ' ' && c < 127 && !Character.isLetterOrDigit(c)) {
            return SYNTAX.indexOf(c) >= 0 ? "\\" + c : String.valueOf(c);
        }
        throw new NotPortableException("\\" + c);
    }

    private void group() {
        if (at < end && text.charAt(at) == '?') {
            String kind = text.substring(at, Math.min(end, at + 2));
            if (!kind.equals("?:") && !kind.equals("?=") && !kind.equals("?!")) {
                throw new NotPortableException("(" + kind);
            }
            at += 2;
            lookaheads.push(!kind.equals("?:"));
            out.append('(').append(kind);
        } else {
            lookaheads.push(false);
            out.append('(');
        }
    }

    /** A lookahead has no length, so that to repeat it says nothing, and is an error in some languages. */
    private void endOfGroup() {
        boolean isLookahead = !lookaheads.isEmpty() && lookaheads.pop();
        if (isLookahead && at < end && "*+?{".indexOf(text.charAt(at)) >= 0) {
            throw new NotPortableException(")" + text.charAt(at));
        }
        out.append(')');
    }

    private void quantifier(String written) {
        out.append(written);
        if (at < end && text.charAt(at) == '+') {
            throw new NotPortableException(written + "+");
        }
        if (at < end && text.charAt(at) == '?') {
            at++;
            out.append('?');
        }
    }

    private void set() {
        out.append('[');
        if (at < end && text.charAt(at) == '^') {
            at++;
            out.append('^');
        }
        if (at < end && text.charAt(at) == ']') {
            throw new NotPortableException("[]");
        }
        boolean afterClass = false;
        for (char c = next(); c != ']'; c = next()) {
            boolean isAnd = c == '&' && at < end && text.charAt(at) == '&';
            if (c == '[' || isAnd) {
                throw new NotPortableException(isAnd ? "&&" : "[ inside of [");
            }
            int begins = at;
            out.append(member(c, afterClass));
            afterClass = c == '\\' && "dws".indexOf(text.charAt(begins)) >= 0;
        }
        out.append(']');
    }

    /**
     * One of a set.
     *
     * @param afterClass whether a class such as {@code \\d} comes before, from which no range can go
     */
    private String member(char c, boolean afterClass) {
        if (c == '-') {
            boolean isFirst = out.toString().endsWith("[") || out.toString().endsWith("[^");
            if (isFirst || afterClass || (at < end && text.charAt(at) == ']')) {
                return "\\-";
            } else if (text.substring(at, end).matches("(?s)\\\\[dDwWsS].*")) {
                throw new NotPortableException("-" + text.substring(at, at + 2));
            }
            return "-";
        } else if (c != '\\') {
            return SYNTAX.indexOf(c) >= 0 ? "\\" + c : String.valueOf(c);
        }
        char escaped = next();
        return switch (escaped) {
            case 's' -> SPACE;
            case '-' -> "\\-";
            default -> escaped(escaped, "dwtnrf");
        };
    }

    private String upTo(char last) {
        int close = text.indexOf(last, at);
        String between = close < 0 || close >= end ? "" : text.substring(at, close);
        if (!between.matches("\\d{1,9}(,\\d{0,9})?")) {
            throw new NotPortableException("{");
        }
        at = close + 1;
        return between;
    }

    private String take(int count) {
        at += count;
        return text.substring(at - count, at);
    }

    private char next() {
        if (at >= end) {
            throw new NotPortableException(text.charAt(text.length() - 1));
        }
        return text.charAt(at++);
    }

    /** Ends the pass at the first piece that cannot be written down. */
    private static final class NotPortableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotPortableException(String piece) {
            super(piece, null, false, false);
        }

        NotPortableException(char piece) {
            this(String.valueOf(piece));
        }
    }
}
