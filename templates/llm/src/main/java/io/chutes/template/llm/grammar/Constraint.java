package io.chutes.template.llm.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A text in the making of which each next token keeps to a grammar. Not for two threads. */
public final class Constraint {
    /** Of so many places the tokens are remembered. */
    private static final int MOST_KEPT = 64;

    /** So many places are remembered. */
    private static final int MOST_PLACES = 2_000;

    private final Rule rule;
    private final TokenTree tree;
    private final Grammar grammar;
    private final Map<Place, BitSet> kept = new HashMap<>();
    private Place place;

    private Constraint(Rule rule, TokenTree tree) {
        this.rule = rule;
        this.tree = tree;
        this.grammar = new Grammar(rule);
        this.place = grammar.start();
    }

    /** Any JSON object. */
    public static Constraint object(TokenTree tree) {
        return new Constraint(JsonRules.OBJECT, tree);
    }

    /**
     * JSON that keeps to a schema.
     *
     * @throws IllegalArgumentException if the schema has what is not enforced here, naming it
     */
    public static Constraint schema(JsonNode schema, TokenTree tree) {
        return new Constraint(SchemaRules.of(schema), tree);
    }

    /**
     * A call of one of some tools, as {@code <tool_call>} has it.
     *
     * @param tools the schema of each one's arguments by its name, whose letters no JSON escapes
     * @throws IllegalArgumentException if a schema has what is not enforced here, naming it and the tool
     */
    public static Constraint toolCall(Map<String, JsonNode> tools, TokenTree tree) {
        List<Rule> calls = new ArrayList<>();
        tools.forEach((name, schema) -> calls.add(JsonRules.toolCall(name, arguments(name, schema))));
        return new Constraint(
                Rule.all(
                        Rule.text("<tool_call>"),
                        JsonRules.SPACE,
                        Rule.either(calls),
                        JsonRules.SPACE,
                        Rule.text("</tool_call>")),
                tree);
    }

    private static Rule arguments(String name, JsonNode schema) {
        if (schema.isEmpty()) {
            return JsonRules.OBJECT;
        }
        try {
            if (!schema.path("type").asText().equals("object")) {
                throw new IllegalArgumentException("the schema must have the type object");
            }
            return SchemaRules.of(schema);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the parameters of the function %s, which is to be called: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** Another text of the same grammar, from its beginning. */
    public Constraint again() {
        return new Constraint(rule, tree);
    }

    /** Excludes, by a score of minus infinity, all tokens that may not follow; those that end a text may follow where it may end. */
    public void apply(float[] scores, int[] ends) {
        BitSet allowed = allowed();
        float[] endScores = new float[ends.length];
        for (int i = 0; i < ends.length; i++) {
            endScores[i] = scores[ends[i]];
        }
        for (int token = allowed.nextClearBit(0); token < scores.length; token = allowed.nextClearBit(token + 1)) {
            scores[token] = Float.NEGATIVE_INFINITY;
        }
        for (int i = 0; i < ends.length; i++) {
            scores[ends[i]] = place.mayEnd() ? endScores[i] : Float.NEGATIVE_INFINITY;
        }
    }

    private BitSet allowed() {
        BitSet allowed = kept.get(place);
        if (allowed == null) {
            allowed = tree.following(place);
            if (kept.size() == MOST_KEPT) {
                kept.clear();
            }
            kept.put(place, allowed);
        }
        return allowed;
    }

    /** A token that may follow did. */
    public void accept(int token) {
        for (byte value : tree.bytes(token)) {
            place = place.after(value);
        }
        if (grammar.size() > MOST_PLACES) {
            kept.clear();
            place = grammar.only(place);
        }
    }

    /** Whether the text is whole and nothing can follow. */
    public boolean isWhole() {
        return place.isEnd() && place.mayEnd();
    }
}
