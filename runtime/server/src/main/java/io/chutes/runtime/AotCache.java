package io.chutes.runtime;

import org.jspecify.annotations.Nullable;

/** Whether this JVM started on an AOT cache (JEP 514). */
enum AotCache {
    /** The JVM was given none. */
    NONE("none"),
    /** It was given one and did not take it: another build of the JVM or other options, or no such file. */
    REFUSED("refused"),
    USED("used");

    /** Names the cache in an image's command; the JVM does not tell what it was given. */
    static final String PROPERTY = "chutes.aot.cache";

    private final String text;

    AotCache(String text) {
        this.text = text;
    }

    static AotCache ofThisProcess() {
        return of(System.getProperty(PROPERTY), System.getProperty("java.vm.info", ""));
    }

    /**
     * What became of it.
     *
     * @param cache the one that the JVM was given, if it was
     * @param vmInfo what the JVM says of itself, as in {@code mixed mode, sharing}; without the last word it has no archive
     */
    static AotCache of(@Nullable String cache, String vmInfo) {
        if (cache == null) {
            return NONE;
        }
        return vmInfo.contains("sharing") ? USED : REFUSED;
    }

    String text() {
        return text;
    }
}
