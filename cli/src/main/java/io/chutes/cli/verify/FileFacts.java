package io.chutes.cli.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * What an archive says of a file, as texts to compare.
 *
 * @param kind a file, a folder, or what it links to
 * @param sha256 of its content
 * @param inside the files in it, if it is an archive itself
 */
record FileFacts(
        String kind,
        String size,
        String mode,
        String owner,
        String time,
        String sha256,
        SortedMap<String, FileFacts> inside) {

    /** How the one is and the other is not; nothing if they are equal. */
    List<String> differences(FileFacts rebuilt) {
        List<String> differences = new ArrayList<>();
        compare("kind", FileFacts::kind, rebuilt, differences);
        compare("size", FileFacts::size, rebuilt, differences);
        compare("mode", FileFacts::mode, rebuilt, differences);
        compare("owner", FileFacts::owner, rebuilt, differences);
        compare("time", FileFacts::time, rebuilt, differences);
        if (!sha256.equals(rebuilt.sha256) && size.equals(rebuilt.size)) {
            differences.add("content of the same size");
        }
        return differences;
    }

    private void compare(String name, Function<FileFacts, String> fact, FileFacts rebuilt, List<String> differences) {
        String here = fact.apply(this);
        String there = fact.apply(rebuilt);
        if (!here.equals(there)) {
            differences.add("%s %s, rebuilt %s".formatted(name, here, there));
        }
    }
}
