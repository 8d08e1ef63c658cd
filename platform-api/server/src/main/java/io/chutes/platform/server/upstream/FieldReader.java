package io.chutes.platform.server.upstream;

import java.io.IOException;

/** Lines and fields as they come over a connection, as strictly as RFC 9112 allows them to be read: so many bytes of them. */
final class FieldReader {
    private static final int MOST_FIELDS = 200;
    private static final int LINE_END = "\r\n".length();
    private static final int SHOWN = 80;
    private static final String TOKEN = "!#$%&'*+-.^_`|~";

    private final Connection from;
    private final int most;
    private int left;

    FieldReader(Connection from, int most) {
        this.from = from;
        this.most = most;
        this.left = most;
    }

    /** The next line. */
    String line() throws IOException {
        String line = from.line(most);
        left -= line.length() + LINE_END;
        if (left < 0) {
            throw new BrokenAnswerException("It has more than %d bytes before or after its body".formatted(most));
        }
        return line;
    }

    /** The fields until the empty line after them. */
    Fields fields() throws IOException {
        var fields = new Fields();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (!isName(line, colon)) {
                throw new BrokenAnswerException("A field has no name that is one: '%s'".formatted(shown(line)));
            }
            fields.add(line.substring(0, colon), value(line, colon + 1));
            if (fields.all().size() > MOST_FIELDS) {
                throw new BrokenAnswerException("It has more than %d fields".formatted(MOST_FIELDS));
            }
        }
        return fields;
    }

    private static boolean isName(String line, int length) {
        for (int i = 0; i < length; i++) {
            char next = line.charAt(i);
            boolean letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
            if (!letter && !isDigit(next) && TOKEN.indexOf(next) < 0) {
                return false;
            }
        }
        return length > 0;
    }

    private static String value(String line, int from) throws BrokenAnswerException {
        for (int i = from; i < line.length(); i++) {
            char next = line.charAt(i);
            if (next == '\r' || next == 0) {
                throw new BrokenAnswerException("A field has a control character: '%s'".formatted(shown(line)));
            }
        }
        return line.substring(from).strip();
    }

    static boolean isDigit(char next) {
        return next >= '0' && next <= '9';
    }

    /** So much of a line as a message has. */
    static String shown(String line) {
        return line.substring(0, Math.min(line.length(), SHOWN)).replaceAll("\\p{Cntrl}", "?");
    }
}
