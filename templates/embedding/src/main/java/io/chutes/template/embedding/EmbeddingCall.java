package io.chutes.template.embedding;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A call that waits for the vectors of its sequences, which are at least one. */
final class EmbeddingCall {
    private final List<long[]> sequences;
    private final float[][] vectors;
    private final CompletableFuture<List<float[]>> answer = new CompletableFuture<>();
    private int taken;
    private int done;

    EmbeddingCall(List<long[]> sequences) {
        this.sequences = sequences;
        this.vectors = new float[sequences.size()][];
    }

    /** The vectors of its sequences, in order. An interrupt ends it. */
    List<float[]> await() throws InterruptedException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(false);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the model failed", e.getCause());
        }
    }

    /** The first sequence that was not taken yet. */
    Place next() {
        int index = taken++;
        return new Place(this, index, sequences.get(index));
    }

    boolean hasMore() {
        return taken < sequences.size();
    }

    /** Whether nobody waits for it any more. */
    boolean isOver() {
        return answer.isDone();
    }

    void fail(Throwable why) {
        answer.completeExceptionally(why);
    }

    /** One of its sequences. */
    @SuppressWarnings("ArrayRecordComponent") // each is itself alone
    record Place(EmbeddingCall call, int index, long[] tokens) {
        int length() {
            return tokens.length;
        }

        void take(float[] vector) {
            call.vectors[index] = vector;
            call.done++;
            if (call.done == call.vectors.length) {
                call.answer.complete(List.of(call.vectors));
            }
        }

        /** Whether it need not run any more. */
        boolean isOver() {
            return call.isOver() || call.vectors[index] != null;
        }
    }
}
