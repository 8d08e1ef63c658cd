package io.chutes.platform.server.image;

import java.util.Optional;
import java.util.regex.Pattern;

/** How a request names a manifest: by a tag, which may move, or by its digest, which cannot. */
sealed interface Reference {
    /** As a request names it. */
    String text();

    /** A name that the owner may point to another manifest at any time. */
    record Tag(String name) implements Reference {
        private static final Pattern GRAMMAR = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

        @Override
        public String text() {
            return name;
        }
    }

    /** The manifest with these bytes. */
    record Pinned(Digest digest) implements Reference {
        @Override
        public String text() {
            return digest.toString();
        }
    }

    /** Reads a tag or a digest; only a digest has a colon. */
    static Optional<Reference> find(String text) {
        if (text.contains(":")) {
            return Digest.find(text).map(Pinned::new);
        }
        return Tag.GRAMMAR.matcher(text).matches() ? Optional.of(new Tag(text)) : Optional.empty();
    }
}
