package io.chutes.platform.manifest;

import io.chutes.platform.digest.Sha256;
import java.util.List;

/**
 * The files that one field of a chute is given.
 *
 * @param field the field set to their folder
 * @param repo where they come from, {@code hf://owner/repository}
 * @param revision the commit, 40 hexadecimal digits
 * @param files sorted by path, at least one
 */
public record LockedWeights(String field, String repo, String revision, List<LockedFile> files) {
    public LockedWeights {
        if (!Limits.WEIGHTS_REPO.matcher(repo).matches()
                || !Limits.WEIGHTS_REVISION.matcher(revision).matches()) {
            throw new ManifestException(
                    "Weights are hf://owner/repository at a commit of 40 hexadecimal digits, got '%s' at '%s'"
                            .formatted(repo, revision));
        }
        if (files.isEmpty()) {
            throw new ManifestException("The weights %s at %s have no files".formatted(repo, revision));
        }
        files = List.copyOf(files);
    }

    /** Of all files together, in bytes. */
    public long size() {
        return files.stream().mapToLong(LockedFile::size).sum();
    }

    /** {@code owner/repository}. */
    public String repository() {
        return repo.substring("hf://".length());
    }

    /** The same for the same files of the same commit, whichever field takes them: 64 hexadecimal digits. */
    public String key() {
        return Sha256.of(ManifestJson.write(new LockedWeights("", repo, revision, files)));
    }

    /** Which files they are taken from, as {@link WeightsSpec#source} has it. */
    public String source() {
        return repo + "@" + revision;
    }

    @Override
    public String toString() {
        return source();
    }
}
