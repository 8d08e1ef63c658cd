package io.chutes.cli.profile;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import java.net.URI;
import java.util.regex.Pattern;

/** Addresses of platforms, as people give them. */
public final class Addresses {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private Addresses() {}

    /**
     * Reads one to which a key may be sent.
     *
     * @param by what gave it
     */
    public static URI parse(String text, String by) {
        URI url = uri(text, by);
        boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        String path = url.getPath() == null ? "" : url.getPath();
        if (!isHttp
                || url.getHost() == null
                || !path.matches("/?")
                || url.getQuery() != null
                || url.getUserInfo() != null) {
            throw unfit(text, by);
        }
        if (url.getScheme().equals("http") && !LOOPBACK.matcher(url.getHost()).matches()) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    "%s is %s: a key is sent over plain HTTP to this machine only, use https".formatted(by, text));
        }
        return URI.create(url.getScheme() + "://" + url.getAuthority());
    }

    private static URI uri(String text, String by) {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw unfit(text, by);
        }
    }

    private static CommandException unfit(String text, String by) {
        return new CommandException(
                ExitStatus.USAGE, "%s must be an address such as https://chutes.example, got '%s'".formatted(by, text));
    }
}
