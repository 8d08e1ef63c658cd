package io.chutes.runtime.passthrough;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpField;

/** What comes next in an answer. */
sealed interface Piece {
    /** Its status and headers. */
    record Head(int status, List<HttpField> fields) implements Piece {}

    /** Some bytes of its body. */
    record Bytes(ByteBuffer bytes) implements Piece {}

    /** Its end, as announced. */
    record End() implements Piece {}

    /** It is no whole answer. */
    record Broken(String reason) implements Piece {}
}
