package io.chutes.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A setting that two images do not have alike.
 *
 * @param name as {@link Settings} has it
 * @param how in words
 */
record SettingDifference(String name, String how) {
    private static final int LONGEST_VALUE = 200;

    static List<SettingDifference> between(SortedMap<String, JsonNode> given, SortedMap<String, JsonNode> rebuilt) {
        SortedSet<String> names = new TreeSet<>(given.keySet());
        names.addAll(rebuilt.keySet());
        List<SettingDifference> differences = new ArrayList<>();
        for (String name : names) {
            JsonNode here = given.getOrDefault(name, MissingNode.getInstance());
            JsonNode there = rebuilt.getOrDefault(name, MissingNode.getInstance());
            if (!here.equals(there)) {
                differences.add(new SettingDifference(name, how(here, there)));
            }
        }
        return differences;
    }

    private static String how(JsonNode here, JsonNode there) {
        if (here.isArray() && there.isArray()) {
            List<String> only = new ArrayList<>();
            without(here, there).forEach(item -> only.add(value(item) + " only in the given image"));
            without(there, here).forEach(item -> only.add(value(item) + " only in the rebuilt image"));
            return only.isEmpty() ? "the same in another order" : String.join("; ", only);
        }
        return "%s, rebuilt %s".formatted(value(here), value(there));
    }

    private static List<JsonNode> without(JsonNode items, JsonNode others) {
        Set<JsonNode> known = new HashSet<>();
        others.forEach(known::add);
        List<JsonNode> left = new ArrayList<>();
        items.forEach(item -> {
            if (!known.contains(item)) {
                left.add(item);
            }
        });
        return left;
    }

    private static String value(JsonNode value) {
        if (value.isMissingNode()) {
            return "not set";
        }
        String text = value.toString();
        return text.length() <= LONGEST_VALUE
                ? text
                : "%s… (%d characters)".formatted(text.substring(0, LONGEST_VALUE), text.length());
    }
}
