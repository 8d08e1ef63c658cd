package io.chutes.platform.server.upstream;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What an answer begins with, as strictly as RFC 9112 allows it to be read.
 *
 * @param persistent whether the connection goes on after it
 * @param length what its {@code Content-Length} says, below 0 if it has none
 */
record AnswerHead(boolean persistent, int status, Fields fields, long length) {
    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_INTERIM = 16;
    private static final int SWITCHING = 101;
    private static final int FIRST_FINAL = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int MOST_DIGITS = 18;
    private static final String PROTOCOL = "HTTP/1.";
    private static final int MINOR_VERSION = PROTOCOL.length();
    private static final int STATUS = MINOR_VERSION + 2;
    private static final int STATUS_END = STATUS + 3;
    private static final String TOKEN = "!#$%&'*+-.^_`|~";

    /** Reads the next final one; interim ones (RFC 9110 §15.2) are nobody's but the connection's. */
    static AnswerHead read(Connection from) throws IOException {
        for (int interim = 0; interim <= MOST_INTERIM; interim++) {
            AnswerHead head = readOne(from);
            if (head.status == SWITCHING) {
                throw new BrokenAnswerException("It switches to a protocol that nobody asked for");
            }
            if (head.status >= FIRST_FINAL) {
                return head;
            }
        }
        throw new BrokenAnswerException("More than %d interim answers came before one".formatted(MOST_INTERIM));
    }

    private static AnswerHead readOne(Connection from) throws IOException {
        String first = from.line(MOST_BYTES);
        if (!isStatusLine(first)) {
            throw new BrokenAnswerException("It begins with no status line of HTTP/1.1: '%s'".formatted(shown(first)));
        }
        boolean current = first.charAt(MINOR_VERSION) == '1';
        int status = Integer.parseInt(first, STATUS, STATUS_END, 10);
        Fields fields = fields(from, MOST_BYTES - first.length());
        return new AnswerHead(current && !closes(fields), status, fields, length(fields));
    }

    // "HTTP/1.1 200 OK", of which the reason may be left out.
    private static boolean isStatusLine(String line) {
        if (!line.startsWith(PROTOCOL) || line.length() < STATUS_END) {
            return false;
        }
        boolean sound = line.charAt(MINOR_VERSION) == '1' || line.charAt(MINOR_VERSION) == '0';
        sound &= line.charAt(STATUS - 1) == ' ' && (line.length() == STATUS_END || line.charAt(STATUS_END) == ' ');
        for (int i = STATUS; i < STATUS_END; i++) {
            sound &= isDigit(line.charAt(i));
        }
        return sound && line.charAt(STATUS) != '0';
    }

    /** Reads fields until the empty line after them. */
    static Fields fields(Connection from, int most) throws IOException {
        var fields = new Fields();
        int left = most;
        for (String line = from.line(left); !line.isEmpty(); line = from.line(left)) {
            left -= line.length();
            int colon = line.indexOf(':');
            if (!isName(line, colon)) {
                throw new BrokenAnswerException("A field has no name that is one: '%s'".formatted(shown(line)));
            }
            fields.add(line.substring(0, colon), value(line, colon + 1));
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

    private static boolean closes(Fields fields) {
        for (Fields.Field field : fields.all()) {
            if (field.name().equalsIgnoreCase("Connection")
                    && field.value().toLowerCase(Locale.ROOT).contains("close")) {
                return true;
            }
        }
        return false;
    }

    /** The length that is said, below 0 if none is: the same one each time. */
    private static long length(Fields fields) throws BrokenAnswerException {
        long length = -1;
        for (String value : fields.all("Content-Length")) {
            for (String each : value.split(",", -1)) {
                String digits = each.strip();
                boolean isNumber = !digits.isEmpty()
                        && digits.length() <= MOST_DIGITS
                        && digits.chars().allMatch(next -> isDigit((char) next));
                if (!isNumber || (length >= 0 && length != Long.parseLong(digits))) {
                    throw new BrokenAnswerException("Its Content-Length is not a number of bytes: " + shown(value));
                }
                length = Long.parseLong(digits);
            }
        }
        return length;
    }

    /** The body that follows it (RFC 9112 §6.3). */
    AnswerBody body(Connection from, String method) throws BrokenAnswerException {
        List<String> encoding = fields.all("Transfer-Encoding");
        if (method.equals("HEAD") || status == NO_CONTENT || status == NOT_MODIFIED) {
            return new LengthBody(from, 0);
        }
        if (encoding.isEmpty()) {
            return length < 0 ? new OpenBody(from) : new LengthBody(from, length);
        }
        // Both together are how one answer is made to look like two.
        if (encoding.size() > 1 || !encoding.getFirst().equalsIgnoreCase("chunked") || length >= 0) {
            throw new BrokenAnswerException("Where it ends is not told by Transfer-Encoding %s%s"
                    .formatted(encoding, length < 0 ? "" : " and Content-Length " + length));
        }
        return new ChunkedBody(from);
    }

    private static boolean isDigit(char next) {
        return next >= '0' && next <= '9';
    }

    private static String shown(String line) {
        return line.substring(0, Math.min(line.length(), 80)).replaceAll("\\p{Cntrl}", "?");
    }
}
