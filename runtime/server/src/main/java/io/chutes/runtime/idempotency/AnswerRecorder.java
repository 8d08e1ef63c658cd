package io.chutes.runtime.idempotency;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Keeps what a call is answered with, if anybody may ask for it again. */
public final class AnswerRecorder {
    /** Of calls that came without a key. */
    public static final AnswerRecorder NONE = new AnswerRecorder(null, 0);

    private final Claim.@Nullable First first;
    private final int most;
    private final ByteArrayOutputStream pieces = new ByteArrayOutputStream(0);
    private long length;

    private AnswerRecorder(Claim.@Nullable First first, int most) {
        this.first = first;
        this.most = most;
    }

    /**
     * Of a call that came with a key.
     *
     * @param most the most bytes that are kept
     */
    public static AnswerRecorder of(Claim.First first, int most) {
        return new AnswerRecorder(first, most);
    }

    /** The next bytes of an answer in pieces. */
    public void piece(byte[] buffer, int from, int count) {
        if (first == null) {
            return;
        }
        length += count;
        if (length <= most) {
            pieces.write(buffer, from, count);
        } else {
            pieces.reset();
        }
    }

    /** There are no more pieces. */
    public void complete(String contentType) {
        if (first != null) {
            keep(first, contentType, length, pieces.toByteArray());
        }
    }

    /** All of an answer. */
    public void answer(@Nullable String contentType, byte[] body) {
        if (first != null) {
            keep(first, contentType, body.length, body);
        }
    }

    private void keep(Claim.First owner, @Nullable String contentType, long size, byte[] body) {
        owner.keep(size <= most ? new Outcome.Answered(contentType, body) : new Outcome.TooLarge(size));
    }
}
