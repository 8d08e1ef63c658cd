package io.chutes.runtime.passthrough;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** The reading of an HTTP/1 answer, piece by piece; interim answers (1xx) are left out. */
final class AnswerParser implements HttpParser.ResponseHandler {
    /** A little less than Jetty sends, so that a larger head is a problem that can be told. */
    private static final int MAX_HEAD_BYTES = 14 << 10;

    private static final Piece CLOSED = new Piece.Broken("it closed the connection");
    private static final Piece TOO_LARGE = new Piece.Broken("its headers are larger than " + MAX_HEAD_BYTES + " bytes");
    private static final int LEAST_FINAL_STATUS = 200;

    /** Without a limit of its own, where it would trip over its own assertion. */
    private final HttpParser parser = new HttpParser(this, Integer.MAX_VALUE);

    private final List<HttpField> fields = new ArrayList<>();
    private int status;
    private @Nullable Piece found;

    AnswerParser(String requestMethod) {
        parser.setHeadResponse(requestMethod.equals("HEAD"));
    }

    /** The next piece within these bytes, null if there is no more in them. */
    @Nullable Piece next(ByteBuffer bytes) {
        found = null;
        while (found == null && parser.parseNext(bytes)) {
            if (parser.isComplete() && status < LEAST_FINAL_STATUS) {
                parser.reset();
            }
        }
        boolean inHead = parser.inHeaderState() || found instanceof Piece.Head;
        return inHead && parser.getHeaderLength() > MAX_HEAD_BYTES ? TOO_LARGE : found;
    }

    /** The last piece, where the connection ended before the answer did. */
    Piece end() {
        if (!parser.inContentState()) { // where Jetty would trip over its own assertion
            return CLOSED;
        }
        parser.atEOF();
        Piece last = next(ByteBuffer.allocate(0));
        return last == null ? CLOSED : last;
    }

    @Override
    public void startResponse(HttpVersion version, int newStatus, @Nullable String reason) {
        status = newStatus;
        fields.clear();
    }

    @Override
    public void parsedHeader(HttpField field) {
        fields.add(field);
    }

    @Override
    public boolean headerComplete() {
        if (status < LEAST_FINAL_STATUS) {
            return false;
        }
        return found(coding().map(AnswerParser::unknown).orElseGet(() -> new Piece.Head(status, List.copyOf(fields))));
    }

    private static Piece unknown(String coding) {
        return new Piece.Broken(
                "it answers with the Transfer-Encoding " + coding + ", and none but chunked is known here");
    }

    /** What was done to the body on its way, other than chunks. */
    private Optional<String> coding() {
        return fields.stream()
                .filter(field -> field.is("Transfer-Encoding"))
                .map(HttpField::getValue)
                .filter(coding -> !"chunked".equalsIgnoreCase(coding))
                .findFirst();
    }

    @Override
    public boolean content(ByteBuffer bytes) {
        return found(new Piece.Bytes(bytes));
    }

    @Override
    public boolean contentComplete() {
        return false;
    }

    @Override
    public boolean messageComplete() {
        return status < LEAST_FINAL_STATUS || found(new Piece.End());
    }

    @Override
    public void earlyEOF() {
        found = new Piece.Broken("it broke off");
    }

    @Override
    public void badMessage(HttpException failure) {
        found = new Piece.Broken("it does not speak HTTP/1.1: " + failure.getReason());
    }

    private boolean found(Piece piece) {
        found = piece;
        return true;
    }
}
