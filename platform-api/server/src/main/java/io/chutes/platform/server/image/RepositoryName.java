package io.chutes.platform.server.image;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a repository: an account and, after a slash, a path that its owner chose. */
record RepositoryName(String account, String path) {
    private static final int MAX_LENGTH = 255;
    private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern GRAMMAR = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")+");

    static Optional<RepositoryName> find(String text) {
        // The length comes first: the pattern is only ever run on short input.
        if (text.length() > MAX_LENGTH || !GRAMMAR.matcher(text).matches()) {
            return Optional.empty();
        }
        int slash = text.indexOf('/');
        return Optional.of(new RepositoryName(text.substring(0, slash), text.substring(slash + 1)));
    }

    static RepositoryName parse(String text) {
        return find(text)
                .orElseThrow(() -> new RegistryException(
                        ErrorCode.NAME_INVALID,
                        "A repository is named <account>/<repository> in lower-case letters, digits and separators, at most "
                                + MAX_LENGTH + " characters; got '" + RegistryPath.shortened(text) + "'"));
    }

    @Override
    public String toString() {
        return account + "/" + path;
    }
}
