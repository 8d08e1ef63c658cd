package io.chutes.template.llm.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a template into its pieces, with jinja2's {@code trim_blocks} and {@code lstrip_blocks}. */
final class Lexer {
    private static final Set<String> TWO = Set.of("==", "!=", "<=", ">=", "//", "**");

    private static final Pattern EXPONENT = Pattern.compile("[eE][+-]?\\d+");

    private final String source;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;
    private boolean lineStarts = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Piece> pieces(String template) {
        String lines = template.replace("\r\n", "\n").replace('\r', '\n');
        var lexer = new Lexer(lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines);
        lexer.run();
        return lexer.pieces;
    }

    private void run() {
        while (at < source.length()) {
            int open = next();
            if (open < 0) {
                text(source.substring(at));
                return;
            }
            char kind = source.charAt(open + 1);
            char sign = open + 2 < source.length() ? source.charAt(open + 2) : ' ';
            text(before(source.substring(at, open), kind, sign));
            at = open + (sign == '-' || sign == '+' ? 3 : 2);
            int line = line();
            switch (kind) {
                case '#' -> comment(line);
                case '{' -> pieces.add(new Piece.Output(tokens("}}"), line));
                default -> pieces.add(new Piece.Tag(tokens("%}"), line));
            }
        }
    }

    private int next() {
        for (int i = at; i + 1 < source.length(); i++) {
            if (source.charAt(i) == '{' && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private void text(String text) {
        if (!text.isEmpty()) {
            pieces.add(new Piece.Text(text));
        }
    }

    /** The text before a tag, without the space that the tag takes away. */
    private String before(String text, char kind, char sign) {
        if (sign == '-') {
            return text.stripTrailing();
        }
        int start = text.lastIndexOf('\n') + 1;
        boolean wholeLine = start > 0 || lineStarts;
        return kind != '{' && sign != '+' && wholeLine && text.substring(start).isBlank()
                ? text.substring(0, start)
                : text;
    }

    private void comment(int line) {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw JinjaException.at(line, "a comment has no end");
        }
        at = end;
        close(source.charAt(end - 1), true);
    }

    /** Passes the two characters that close a tag and the space behind that they take away. */
    private void close(char sign, boolean trims) {
        at += 2;
        int start = at;
        if (sign == '-') {
            while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
                at++;
            }
        } else if (sign != '+' && trims && at < source.length() && source.charAt(at) == '\n') {
            at++;
        }
        lineStarts = at > start && source.charAt(at - 1) == '\n';
    }

    private int line() {
        return (int) source.substring(0, at)
                        .chars()
                        .filter(letter -> letter == '\n')
                        .count()
                + 1;
    }

    private List<Token> tokens(String end) {
        List<Token> tokens = new ArrayList<>();
        int begun = line();
        int nested = 0;
        while (true) {
            while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
                at++;
            }
            if (at >= source.length()) {
                throw JinjaException.at(begun, "a tag has no end");
            }
            char letter = source.charAt(at);
            boolean signed = (letter == '-' || letter == '+') && source.startsWith(end, at + 1);
            if (nested == 0 && (signed || source.startsWith(end, at))) {
                at += signed ? 1 : 0;
                close(signed ? letter : ' ', end.equals("%}"));
                tokens.add(new Token(Token.Kind.END, "the end of the tag", begun));
                return tokens;
            }
            nested += "([{".indexOf(letter) >= 0 ? 1 : ")]}".indexOf(letter) >= 0 ? -1 : 0;
            tokens.add(token(letter));
        }
    }

    private Token token(char letter) {
        if (letter == '\'' || letter == '"') {
            return string(letter);
        }
        int start = at;
        if (Character.isJavaIdentifierStart(letter) && letter != '$') {
            while (at < source.length() && Character.isJavaIdentifierPart(source.charAt(at))) {
                at++;
            }
            return new Token(Token.Kind.NAME, source.substring(start, at), line());
        }
        if (Character.isDigit(letter)) {
            return number();
        }
        int length = at + 2 <= source.length() && TWO.contains(source.substring(at, at + 2)) ? 2 : 1;
        if (length == 1 && "+-*/%~<>=|.,:()[]{}".indexOf(letter) < 0) {
            throw JinjaException.at(line(), "'%s' is no part of an expression".formatted(letter));
        }
        at += length;
        return new Token(Token.Kind.OPERATOR, source.substring(start, at), line());
    }

    private Token number() {
        int start = at;
        boolean real = false;
        while (at < source.length()) {
            char letter = source.charAt(at);
            boolean point =
                    letter == '.' && !real && at + 1 < source.length() && Character.isDigit(source.charAt(at + 1));
            if (!Character.isDigit(letter) && letter != '_' && !point) {
                break;
            }
            real |= point;
            at++;
        }
        Matcher exponent = EXPONENT.matcher(source).region(at, source.length());
        if (exponent.lookingAt()) {
            real = true;
            at = exponent.end();
        }
        String text = source.substring(start, at).replace("_", "");
        return new Token(real ? Token.Kind.REAL : Token.Kind.INTEGER, text, line());
    }

    private Token string(char quote) {
        int line = line();
        var text = new StringBuilder();
        for (at++; at < source.length() && source.charAt(at) != quote; at++) {
            if (source.charAt(at) == '\\' && at + 1 < source.length()) {
                at++;
                escape(text, line);
            } else {
                text.append(source.charAt(at));
            }
        }
        if (at >= source.length()) {
            throw JinjaException.at(line, "a string has no end");
        }
        at++;
        return new Token(Token.Kind.STRING, text.toString(), line);
    }

    private void escape(StringBuilder text, int line) {
        char letter = source.charAt(at);
        switch (letter) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case '\\', '\'', '"' -> text.append(letter);
            case '\n' -> {} // as in Python, the line goes on
            case 'x' -> hex(text, 2, line);
            case 'u' -> hex(text, 4, line);
            default -> text.append('\\').append(letter);
        }
    }

    private void hex(StringBuilder text, int digits, int line) {
        try {
            text.append((char) Integer.parseInt(source.substring(at + 1, at + 1 + digits), 16));
            at += digits;
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw JinjaException.at(line, "an escape in a string has not %d hexadecimal digits".formatted(digits));
        }
    }
}
