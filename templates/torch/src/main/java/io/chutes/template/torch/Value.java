package io.chutes.template.torch;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** What a method of a {@link ScriptModule} takes and gives. */
public sealed interface Value {
    /** An {@code int}. */
    record Whole(long value) implements Value {}

    /** A {@code float}. */
    record Real(double value) implements Value {}

    /** A {@code bool}. */
    record Flag(boolean value) implements Value {}

    /** A {@code Tensor} of whole numbers in 64 bits. */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Longs(long[] values, long... shape) implements Value {
        public Longs {
            check(values.length, shape);
        }
    }

    /** A {@code Tensor} of numbers in 32 bits. */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Floats(float[] values, long... shape) implements Value {
        public Floats {
            check(values.length, shape);
        }
    }

    /** A {@code List[int]}. */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Wholes(long... values) implements Value {}

    /**
     * A {@code Tensor} that is the caller's own memory, on the processor even where the model is not: what the method writes there is there when
     * the call has ended.
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Memory(MemorySegment bytes, DType type, long... shape) implements Value {
        public Memory {
            if (!bytes.isNative()) {
                throw new IllegalArgumentException("memory of the heap moves: libtorch cannot use it");
            }
            check(Math.toIntExact(bytes.byteSize() / type.bytes()), shape);
        }
    }

    private static void check(int length, long... shape) {
        if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != length) {
            throw new IllegalArgumentException(
                    "a tensor of shape %s has not %d values".formatted(Arrays.toString(shape), length));
        }
    }
}
