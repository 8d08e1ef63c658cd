package com.example.tour;

import java.util.Locale;

/**
 * A word of the list.
 *
 * @param word as written
 * @param rank its place in the list, from 1
 */
record Word(String word, int rank) {
    Word upper() {
        return new Word(word.toUpperCase(Locale.ROOT), rank);
    }
}
