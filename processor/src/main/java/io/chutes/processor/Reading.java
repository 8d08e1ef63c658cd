package io.chutes.processor;

import java.util.List;

/** What came of reading a chute's source. */
sealed interface Reading {
    /** Nothing is wrong with it. */
    record Valid(ChuteModel model) implements Reading {}

    /** Everything that is wrong with it, in the order of the source. */
    record Invalid(List<Problem> problems) implements Reading {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
