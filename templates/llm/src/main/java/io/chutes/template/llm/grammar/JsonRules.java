package io.chutes.template.llm.grammar;

import java.util.BitSet;

/** JSON (RFC 8259), with bounds on what a model might go on with for ever: space, and the digits of a number. */
final class JsonRules {
    private static final int MOST_SPACE = 40;
    private static final int MOST_DIGITS = 16;
    private static final int MOST_EXPONENT = 2;

    static final Rule SPACE = Rule.repeat(Rule.any(" \n\t\r"), 0, MOST_SPACE);
    static final Rule COMMA = Rule.all(SPACE, Rule.text(","), SPACE);
    static final Rule COLON = Rule.all(SPACE, Rule.text(":"), SPACE);
    static final Rule STRING = string();
    static final Rule INTEGER = integer();
    static final Rule NUMBER = number();
    static final Rule BOOLEAN = Rule.either(Rule.text("true"), Rule.text("false"));
    static final Rule NULL = Rule.text("null");
    static final Rule VALUE = Rule.later(JsonRules::value);
    static final Rule OBJECT = object(VALUE);
    static final Rule ARRAY = array(VALUE, 0, Rule.ENDLESS);

    private JsonRules() {}

    private static Rule value() {
        return Rule.either(STRING, NUMBER, BOOLEAN, NULL, OBJECT, ARRAY);
    }

    private static Rule string() {
        var excluded = new BitSet();
        excluded.set(0, ' ');
        excluded.set('"');
        excluded.set('\\');
        Rule hex = Rule.any("0123456789abcdefABCDEF");
        Rule escape = Rule.all(
                Rule.text("\\"), Rule.either(Rule.any("\"\\/bfnrt"), Rule.all(Rule.text("u"), Rule.repeat(hex, 4, 4))));
        Rule letters = Rule.repeat(Rule.either(Rule.not(excluded), escape), 0, Rule.ENDLESS);
        return Rule.all(Rule.text("\""), letters, Rule.text("\""));
    }

    private static Rule integer() {
        Rule more = Rule.repeat(Rule.range('0', '9'), 0, MOST_DIGITS - 1);
        return Rule.all(Rule.maybe(Rule.text("-")), Rule.either(Rule.text("0"), Rule.all(Rule.range('1', '9'), more)));
    }

    private static Rule number() {
        Rule fraction = Rule.all(Rule.text("."), Rule.repeat(Rule.range('0', '9'), 1, MOST_DIGITS));
        Rule exponent = Rule.all(
                Rule.any("eE"), Rule.maybe(Rule.any("+-")), Rule.repeat(Rule.range('0', '9'), 1, MOST_EXPONENT));
        return Rule.all(integer(), Rule.maybe(fraction), Rule.maybe(exponent));
    }

    /** An object of any names. */
    static Rule object(Rule value) {
        Rule member = Rule.all(STRING, COLON, value);
        Rule members = Rule.all(member, Rule.repeat(Rule.all(COMMA, member), 0, Rule.ENDLESS), SPACE);
        return Rule.all(Rule.text("{"), SPACE, Rule.maybe(members), Rule.text("}"));
    }

    /** An object of a name and of arguments, in that order. */
    static Rule toolCall(String name, Rule arguments) {
        return Rule.all(
                Rule.text("{"),
                SPACE,
                Rule.text("\"name\""),
                COLON,
                Rule.text("\"" + name + "\""),
                COMMA,
                Rule.text("\"arguments\""),
                COLON,
                arguments,
                SPACE,
                Rule.text("}"));
    }

    /** An array of so many values. */
    static Rule array(Rule value, int least, int most) {
        Rule end = Rule.text("]");
        if (most == 0) {
            return Rule.all(Rule.text("["), SPACE, end);
        }
        Rule more = Rule.repeat(Rule.all(COMMA, value), Math.max(0, least - 1), most == Rule.ENDLESS ? most : most - 1);
        Rule values = Rule.all(value, more, SPACE);
        return Rule.all(Rule.text("["), SPACE, least == 0 ? Rule.maybe(values) : values, end);
    }
}
