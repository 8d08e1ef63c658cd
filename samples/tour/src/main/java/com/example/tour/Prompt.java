package com.example.tour;

import jakarta.validation.constraints.NotBlank;

/**
 * A text to complete.
 *
 * @param stream whether bit by bit
 */
record Prompt(@NotBlank String prompt, boolean stream) {}
