package com.example.tour;

/** One word of a text, and whether it is known. */
record Token(String text, boolean known) {}
