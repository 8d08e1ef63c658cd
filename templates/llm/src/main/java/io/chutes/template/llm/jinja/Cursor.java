package io.chutes.template.llm.jinja;

import java.util.List;

/** A place among the words of a tag. */
final class Cursor {
    private final List<Token> tokens;
    private int at;

    Cursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    /** The word after the next. */
    Token second() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    /** Passes the next word if it is this one. */
    boolean take(String word) {
        boolean there = peek().is(word);
        if (there) {
            next();
        }
        return there;
    }

    void expect(String word) {
        if (!take(word)) {
            throw JinjaException.at(peek().line(), "expected '%s', found '%s'".formatted(word, peek().text()));
        }
    }

    String name() {
        Token token = next();
        if (token.kind() != Token.Kind.NAME) {
            throw JinjaException.at(token.line(), "expected a name, found '%s'".formatted(token.text()));
        }
        return token.text();
    }

    void end() {
        if (peek().kind() != Token.Kind.END) {
            throw JinjaException.at(peek().line(), "'%s' is one too many".formatted(peek().text()));
        }
    }
}
