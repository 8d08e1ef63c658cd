package io.chutes.template.llm.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What bytes may stand somewhere. None may begin with itself. Two are the same only if they are one. */
abstract sealed class Rule {
    /** As often as may be. */
    static final int ENDLESS = -1;

    /** One byte of a set. */
    static final class One extends Rule {
        private final BitSet bytes;

        private One(BitSet bytes) {
            this.bytes = bytes;
        }

        boolean has(int value) {
            return bytes.get(value);
        }
    }

    /** One rule after the other. */
    static final class Then extends Rule {
        final Rule first;
        final Rule rest;

        private Then(Rule first, Rule rest) {
            this.first = first;
            this.rest = rest;
        }
    }

    /** Nothing. */
    static final class Nothing extends Rule {}

    /** One of several. */
    static final class Choice extends Rule {
        final List<Rule> rules;

        private Choice(List<Rule> rules) {
            this.rules = List.copyOf(rules);
        }
    }

    /** The same again and again. */
    static final class Repeat extends Rule {
        final Rule rule;
        final int least;
        final int most;
        private @Nullable Repeat rest;

        private Repeat(Rule rule, int least, int most) {
            this.rule = rule;
            this.least = least;
            this.most = most;
        }

        /** What may follow once it was there. */
        Repeat rest() {
            if (rest == null) {
                boolean same = least == 0 && most == ENDLESS;
                rest = same ? this : new Repeat(rule, Math.max(0, least - 1), most == ENDLESS ? most : most - 1);
            }
            return rest;
        }
    }

    /** A rule that is made when it is met, so that it may hold itself. */
    static final class Later extends Rule {
        private final Supplier<Rule> maker;
        private @Nullable Rule made;

        private Later(Supplier<Rule> maker) {
            this.maker = maker;
        }

        Rule made() {
            if (made == null) {
                made = maker.get();
            }
            return made;
        }
    }

    static Rule any(String letters) {
        var bytes = new BitSet();
        letters.chars().forEach(bytes::set);
        return new One(bytes);
    }

    static Rule range(int from, int to) {
        var bytes = new BitSet();
        bytes.set(from, to + 1);
        return new One(bytes);
    }

    static Rule not(BitSet excluded) {
        var bytes = (BitSet) excluded.clone();
        bytes.flip(0, 256);
        return new One(bytes);
    }

    static Rule text(String text) {
        Rule rule = new Nothing();
        byte[] bytes = text.getBytes(UTF_8);
        for (int i = bytes.length - 1; i >= 0; i--) {
            var one = new BitSet();
            one.set(bytes[i] & 0xFF);
            rule = rule instanceof Nothing ? new One(one) : new Then(new One(one), rule);
        }
        return rule;
    }

    static Rule all(Rule... rules) {
        Rule all = rules[rules.length - 1];
        for (int i = rules.length - 2; i >= 0; i--) {
            all = new Then(rules[i], all);
        }
        return all;
    }

    static Rule either(List<Rule> rules) {
        return rules.size() == 1 ? rules.getFirst() : new Choice(rules);
    }

    static Rule either(Rule... rules) {
        return either(List.of(rules));
    }

    static Rule maybe(Rule rule) {
        return new Choice(List.of(rule, new Nothing()));
    }

    static Rule repeat(Rule rule, int least, int most) {
        return new Repeat(rule, least, most);
    }

    static Rule later(Supplier<Rule> maker) {
        return new Later(maker);
    }
}
