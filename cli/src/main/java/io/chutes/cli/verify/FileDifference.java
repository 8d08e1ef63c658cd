package io.chutes.cli.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A file that two archives do not have alike.
 *
 * @param how in words
 * @param inside the files in it that are not alike, if it is an archive itself
 */
record FileDifference(String path, String how, List<FileDifference> inside) {
    static List<FileDifference> between(SortedMap<String, FileFacts> given, SortedMap<String, FileFacts> rebuilt) {
        SortedSet<String> paths = new TreeSet<>(given.keySet());
        paths.addAll(rebuilt.keySet());
        List<FileDifference> differences = new ArrayList<>();
        for (String path : paths) {
            FileFacts here = given.get(path);
            FileFacts there = rebuilt.get(path);
            if (here == null && there != null) {
                differences.add(only("rebuilt", path, there));
            } else if (here != null && there == null) {
                differences.add(only("given", path, here));
            } else if (here != null && there != null && !here.equals(there)) {
                differences.add(new FileDifference(
                        path, String.join("; ", here.differences(there)), between(here.inside(), there.inside())));
            }
        }
        return differences;
    }

    private static FileDifference only(String image, String path, FileFacts facts) {
        return new FileDifference(
                path, "only in the %s image (%s, size %s)".formatted(image, facts.kind(), facts.size()), List.of());
    }
}
