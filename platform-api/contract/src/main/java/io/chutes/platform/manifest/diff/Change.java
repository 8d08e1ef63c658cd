package io.chutes.platform.manifest.diff;

/**
 * One difference between two versions of a chute.
 *
 * @param impact what it does to callers of the version before
 * @param place what is different, such as {@code greet, request, /name}
 * @param what the difference, in words
 */
public record Change(Impact impact, String place, String what) {
    /** What a change does to callers of the version before. */
    public enum Impact {
        /** Some of what they do would fail, or be read wrongly. It is also what cannot be judged. */
        BREAKING,
        /** All that they do still works. */
        COMPATIBLE
    }

    static Change breaking(String place, String what) {
        return new Change(Impact.BREAKING, place, what);
    }

    static Change compatible(String place, String what) {
        return new Change(Impact.COMPATIBLE, place, what);
    }

    /** Whether callers of the version before can be hurt. */
    public boolean isBreaking() {
        return impact == Impact.BREAKING;
    }

    @Override
    public String toString() {
        return place + ": " + what;
    }
}
