package io.chutes.template.llm.jinja;

import java.util.List;

/** A part of a template. */
sealed interface Piece {
    /** What is written as it is. */
    record Text(String text) implements Piece {}

    /** An expression in double braces. */
    record Output(List<Token> tokens, int line) implements Piece {}

    /** A statement in braces with percent signs. */
    record Tag(List<Token> tokens, int line) implements Piece {}
}
