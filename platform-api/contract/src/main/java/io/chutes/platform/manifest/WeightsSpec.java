package io.chutes.platform.manifest;

import java.util.List;

/**
 * A model's files.
 *
 * @param field the field set to their folder
 * @param repo where they come from, {@code hf://owner/repository}
 * @param revision the commit, 40 hexadecimal digits
 * @param include glob patterns of the files to take, empty for all
 * @param exclude glob patterns of files not to take
 */
public record WeightsSpec(String field, String repo, String revision, List<String> include, List<String> exclude) {
    public WeightsSpec {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** Which files they are taken from: {@code hf://owner/repository@commit}. */
    public String source() {
        return repo + "@" + revision;
    }
}
