package io.chutes.template.llm.sampling;

import java.util.Arrays;

/** How often each token was generated, of those that were seen: a hash table of plain numbers. */
final class TokenCounts {
    private static final int FREE = -1;
    private static final int SPREAD = 0x9E3779B9;

    private int[] tokens = new int[64];
    private int[] counts = new int[64];
    private int size;

    TokenCounts() {
        Arrays.fill(tokens, FREE);
    }

    /** What is done with each token. */
    @FunctionalInterface
    interface Each {
        void count(int token, int generated);
    }

    /** A token was seen in the prompt, or generated. */
    void add(int token, boolean generated) {
        if (2 * (size + 1) > tokens.length) {
            grow();
        }
        int at = place(token);
        if (tokens[at] == FREE) {
            tokens[at] = token;
            size++;
        }
        counts[at] += generated ? 1 : 0;
    }

    void forEach(Each each) {
        for (int at = 0; at < tokens.length; at++) {
            if (tokens[at] != FREE) {
                each.count(tokens[at], counts[at]);
            }
        }
    }

    private int place(int token) {
        int at = (token * SPREAD) & (tokens.length - 1);
        while (tokens[at] != FREE && tokens[at] != token) {
            at = (at + 1) & (tokens.length - 1);
        }
        return at;
    }

    private void grow() {
        int[] oldTokens = tokens;
        int[] oldCounts = counts;
        tokens = new int[2 * oldTokens.length];
        counts = new int[tokens.length];
        Arrays.fill(tokens, FREE);
        for (int i = 0; i < oldTokens.length; i++) {
            if (oldTokens[i] != FREE) {
                int at = place(oldTokens[i]);
                tokens[at] = oldTokens[i];
                counts[at] = oldCounts[i];
            }
        }
    }
}
