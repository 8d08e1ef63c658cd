package io.chutes.template.embedding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/** What is done to vectors before they are answered. */
final class Vectors {
    private Vectors() {}

    /** The first coordinates of a vector, scaled to length 1; those of a vector of zeros stay so. */
    static float[] scaled(float[] vector, int dimensions) {
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            squares += (double) vector[i] * vector[i];
        }
        double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
        float[] scaled = Arrays.copyOf(vector, dimensions);
        for (int i = 0; i < dimensions; i++) {
            scaled[i] = (float) (scaled[i] * scale);
        }
        return scaled;
    }

    /** As OpenAI's API has it: numbers of 32 bits, the least byte first. */
    static String base64(float[] vector) {
        byte[] bytes = new byte[vector.length * Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
