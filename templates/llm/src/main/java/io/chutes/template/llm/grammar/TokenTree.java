package io.chutes.template.llm.grammar;

import io.chutes.template.llm.text.Vocabulary;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All tokens of a vocabulary by their bytes, so that those that go on alike are looked at once. Tokens without quotes, escapes and control
 * characters, most of all, are kept apart as well: within a string all of them may follow.
 */
public final class TokenTree {
    private final BitSet prose = new BitSet();
    private final Branches all;
    private final Branches rest;
    private final List<byte[]> bytes;

    private TokenTree(List<byte[]> bytes) {
        this.bytes = bytes;
        for (int token = 0; token < bytes.size(); token++) {
            if (bytes.get(token).length > 0 && isProse(bytes.get(token))) {
                prose.set(token);
            }
        }
        this.all = new Branches(bytes, sorted(bytes, false));
        this.rest = new Branches(bytes, sorted(bytes, true));
    }

    /** Of a vocabulary; takes a moment where it is large. */
    public static TokenTree of(Vocabulary vocabulary) {
        return new TokenTree(
                IntStream.range(0, vocabulary.size()).mapToObj(vocabulary::of).toList());
    }

    private static boolean isProse(byte[] bytes) {
        for (byte value : bytes) {
            if ((value >= 0 && value < ' ') || value == '"' || value == '\\') {
                return false;
            }
        }
        return true;
    }

    private int[] sorted(List<byte[]> tokens, boolean withoutProse) {
        return IntStream.range(0, tokens.size())
                .filter(token -> tokens.get(token).length > 0 && !(withoutProse && prose.get(token)))
                .boxed()
                .sorted(Comparator.comparing(tokens::get, Arrays::compare))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    byte[] bytes(int token) {
        return bytes.get(token);
    }

    /** The tokens that may follow at a place. */
    BitSet following(Place place) {
        BitSet tokens;
        if (place.isProse()) {
            tokens = (BitSet) prose.clone();
            rest.add(0, rest.count(), 0, place, tokens);
        } else {
            tokens = new BitSet();
            all.add(0, all.count(), 0, place, tokens);
        }
        return tokens;
    }

    /** Tokens in the order of their bytes, in which those that begin alike stand together. */
    private static final class Branches {
        private final List<byte[]> bytes;
        private final int[] sorted;

        Branches(List<byte[]> bytes, int[] sorted) {
            this.bytes = bytes;
            this.sorted = sorted;
        }

        int count() {
            return sorted.length;
        }

        /** Adds those of a range that may follow, whose bytes are the same up to a depth where the place is. */
        void add(int from, int to, int depth, Place place, BitSet tokens) {
            int at = from;
            while (at < to && bytes.get(sorted[at]).length == depth) {
                tokens.set(sorted[at++]);
            }
            while (at < to) {
                byte value = bytes.get(sorted[at])[depth];
                int end = at + 1;
                while (end < to && bytes.get(sorted[end])[depth] == value) {
                    end++;
                }
                Place next = place.after(value);
                if (!next.isEnd() || next.mayEnd()) {
                    add(at, end, depth + 1, next, tokens);
                }
                at = end;
            }
        }
    }
}
