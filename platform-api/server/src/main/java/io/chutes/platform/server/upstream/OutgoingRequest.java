package io.chutes.platform.server.upstream;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A request to an instance.
 *
 * @param address where it is
 * @param target path and query
 * @param fields without those that say where it goes and how long it is
 * @param mayRunAgain whether running it twice is as good as once
 */
public record OutgoingRequest(
        URI address, String method, String target, Fields fields, Content content, boolean mayRunAgain) {

    /** Whether it can be sent once more after a connection took it without a word. */
    boolean mayBeSentAgain() {
        return mayRunAgain && !(content instanceof Content.Streamed);
    }

    /** What it begins with, and its content if that is there. */
    byte[] bytes() {
        var head = new StringBuilder(512);
        head.append(sound("method", method))
                .append(' ')
                .append(sound("target", target))
                .append(" HTTP/1.1\r\nHost: ");
        head.append(address.getRawAuthority()).append("\r\n");
        for (Fields.Field field : fields.all()) {
            head.append(sound("name of a field", field.name())).append(": ");
            head.append(soundValue(field)).append("\r\n");
        }
        return switch (content) {
            case Content.None _ -> ended(head, needsLength() ? 0 : -1, new byte[0]);
            case Content.Whole whole -> ended(head, whole.bytes().length, whole.bytes());
            case Content.Streamed streamed when streamed.length() >= 0 -> ended(head, streamed.length(), new byte[0]);
            case Content.Streamed _ -> ended(head.append("Transfer-Encoding: chunked\r\n"), -1, new byte[0]);
        };
    }

    // A method for which content has a meaning says that it has none (RFC 9110 §8.6).
    private boolean needsLength() {
        return switch (method) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
    }

    private static byte[] ended(StringBuilder head, long length, byte[] content) {
        if (length >= 0) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        byte[] begin = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        if (content.length == 0) {
            return begin;
        }
        byte[] all = new byte[begin.length + content.length];
        System.arraycopy(begin, 0, all, 0, begin.length);
        System.arraycopy(content, 0, all, begin.length, content.length);
        return all;
    }

    private static String sound(String what, String token) {
        boolean sound = !token.isEmpty();
        for (int i = 0; i < token.length(); i++) {
            sound &= token.charAt(i) > ' ' && token.charAt(i) < 0x7f;
        }
        if (!sound) {
            throw new IllegalArgumentException("The %s is visible ASCII, not '%s'".formatted(what, token));
        }
        return token;
    }

    private static String soundValue(Fields.Field field) {
        String value = field.value();
        for (int i = 0; i < value.length(); i++) {
            char next = value.charAt(i);
            if (next == '\r' || next == '\n' || next == 0) {
                throw new IllegalArgumentException(
                        "The field %s has a line's end or a zero in its value".formatted(field.name()));
            }
        }
        return value;
    }
}
