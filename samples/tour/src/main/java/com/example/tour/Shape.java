package com.example.tour;

import jakarta.validation.constraints.Positive;
import java.nio.charset.StandardCharsets;

/** Something with an area. */
sealed interface Shape {
    /** Its picture as SVG. */
    byte[] svg();

    /** A circle around the origin. */
    record Circle(@Positive double radius) implements Shape {
        @Override
        public byte[] svg() {
            return drawn("<circle r=\"" + radius + "\"/>");
        }
    }

    /** A rectangle from the origin. */
    record Rectangle(@Positive double width, @Positive double height) implements Shape {
        @Override
        public byte[] svg() {
            return drawn("<rect width=\"" + width + "\" height=\"" + height + "\"/>");
        }
    }

    private static byte[] drawn(String element) {
        return ("<svg xmlns=\"http://www.w3.org/2000/svg\">" + element + "</svg>").getBytes(StandardCharsets.UTF_8);
    }
}
