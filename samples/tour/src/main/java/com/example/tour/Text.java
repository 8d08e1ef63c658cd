package com.example.tour;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * A text to read.
 *
 * @param text its words
 */
record Text(@NotBlank @Size(max = 10_000) String text) {}
