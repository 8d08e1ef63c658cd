package io.chutes.platform.server.upstream;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What an answer begins with, as strictly as RFC 9112 allows it to be read.
 *
 * @param persistent whether the connection goes on after it
 * @param length what its {@code Content-Length} says, below 0 if it has none or may have none, as one without content
 */
record AnswerHead(boolean persistent, int status, Fields fields, long length) {
    /** Of the 16 KiB that the gateway's own server writes before a body, the platform's fields need some. */
    private static final int MOST_BYTES = 14 * 1024;

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
        var lines = new FieldReader(from, MOST_BYTES);
        String first = lines.line();
        if (!isStatusLine(first)) {
            throw new BrokenAnswerException(
                    "It begins with no status line of HTTP/1.1: '%s'".formatted(FieldReader.shown(first)));
        }
        boolean current = first.charAt(MINOR_VERSION) == '1';
        int status = Integer.parseInt(first, STATUS, STATUS_END, 10);
        Fields fields = lines.fields();
        long length = length(fields);
        return new AnswerHead(current && !closes(fields), status, fields, status == NO_CONTENT ? -1 : length);
    }

    // "HTTP/1.1 200 OK", of which the reason may be left out.
    private static boolean isStatusLine(String line) {
        if (!line.startsWith(PROTOCOL) || line.length() < STATUS_END) {
            return false;
        }
        boolean sound = line.charAt(MINOR_VERSION) == '1' || line.charAt(MINOR_VERSION) == '0';
        sound &= line.charAt(STATUS - 1) == ' ' && (line.length() == STATUS_END || line.charAt(STATUS_END) == ' ');
        for (int i = STATUS; i < STATUS_END; i++) {
            sound &= FieldReader.isDigit(line.charAt(i));
        }
        return sound && line.charAt(STATUS) != '0';
    }

    private static boolean closes(Fields fields) {
        return fields.all("Connection").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("close"));
    }

    /** The length that is said, below 0 if none is: the same one each time. */
    private static long length(Fields fields) throws BrokenAnswerException {
        long length = -1;
        for (String value : fields.all("Content-Length")) {
            for (String each : value.split(",", -1)) {
                String digits = each.strip();
                boolean isNumber = !digits.isEmpty()
                        && digits.length() <= MOST_DIGITS
                        && digits.chars().allMatch(next -> FieldReader.isDigit((char) next));
                if (!isNumber || (length >= 0 && length != Long.parseLong(digits))) {
                    throw new BrokenAnswerException(
                            "Its Content-Length is not a number of bytes: " + FieldReader.shown(value));
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
}
