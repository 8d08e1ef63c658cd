package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parameters in the query of a request, as forms write them. */
final class QueryString {
    private static final int BAD_REQUEST = 400;

    private QueryString() {}

    /**
     * The values of one parameter, in their order.
     *
     * @throws ProblemException of status 400 if any parameter has an escape that is none
     */
    static List<String> values(@Nullable String query, String name) {
        return query == null || query.isEmpty()
                ? List.of()
                : Stream.of(query.split("&"))
                        .map(pair -> pair.split("=", 2))
                        .map(pair -> new String[] {decoded(pair[0]), pair.length < 2 ? "" : decoded(pair[1])})
                        .filter(pair -> pair[0].equals(name))
                        .map(pair -> pair[1])
                        .toList();
    }

    private static String decoded(String text) {
        var octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                octets.write(octet(text, i));
                i += 2;
            } else {
                octets.writeBytes((c == '+' ? " " : text.substring(i, i + 1)).getBytes(UTF_8));
            }
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed(text);
        }
    }

    private static int octet(String text, int percent) {
        try {
            return HexFormat.fromHexDigits(text, percent + 1, percent + 3);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw malformed(text);
        }
    }

    private static ProblemException malformed(String text) {
        return new ProblemException(
                BAD_REQUEST, "The query has an escape that is none: '" + Faults.shortened(text) + "'");
    }
}
