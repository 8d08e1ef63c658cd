package com.example.tour;

/**
 * What became of many texts.
 *
 * @param texts how many there were
 * @param known the mean of their scores
 */
record Report(int texts, double known) {
    static final Report EMPTY = new Report(0, 0);

    Report plus(Score score) {
        return new Report(texts + 1, (known * texts + score.known()) / (texts + 1));
    }
}
