package io.chutes.template.torch;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the numbers of a tensor are, by the names that safetensors has for them. */
public enum DType {
    /** IEEE 754 in 32 bits. */
    F32(4, 6, DataType.FLOAT32),
    /** IEEE 754 in 16 bits. */
    F16(2, 5, DataType.FLOAT16),
    /** The upper half of {@link #F32}. DJL ends the JVM where it is asked for such an array: they reach libtorch as bytes. */
    BF16(2, 15, DataType.UINT8),
    /** Whole numbers. */
    I64(8, 4, DataType.INT64);

    private final int bytes;
    private final int code;
    private final DataType carrier;

    DType(int bytes, int code, DataType carrier) {
        this.bytes = bytes;
        this.code = code;
        this.carrier = carrier;
    }

    /** How many each number takes. */
    public int bytes() {
        return bytes;
    }

    /** What TorchScript calls it: there, types are numbers. */
    public int code() {
        return code;
    }

    /** As what DJL takes it. */
    DataType carrier() {
        return carrier;
    }

    static Optional<DType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
