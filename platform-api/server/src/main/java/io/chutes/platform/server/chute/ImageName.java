package io.chutes.platform.server.chute;

import io.chutes.platform.server.web.ApiException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image of the platform's registry, by digest.
 *
 * @param account the account it is in
 * @param repository {@code <account>/<repository>}
 * @param digest {@code sha256:<64 hex>}
 */
record ImageName(String account, String repository, String digest) {
    private static final Pattern FORM = Pattern.compile(
            "(?<repository>(?<account>[a-z0-9-]+)(/[a-z0-9]+([._-]+[a-z0-9]+)*)+)@(?<digest>sha256:[0-9a-f]{64})");

    static ImageName parse(String image) {
        Matcher matcher = FORM.matcher(image);
        if (!matcher.matches()) {
            throw ApiException.unprocessable(
                    "/image", "pattern", "image must be <account>/<repository>@sha256:<64 hex>, got '" + image + "'");
        }
        return new ImageName(matcher.group("account"), matcher.group("repository"), matcher.group("digest"));
    }

    @Override
    public String toString() {
        return repository + "@" + digest;
    }
}
