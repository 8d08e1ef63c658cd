package io.chutes.cli.doctor;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.profile.Session;
import io.chutes.platform.client.PlatformException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at the platform that commands would speak to. */
final class Reach {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Session session;

    Reach(Session session) {
        this.session = session;
    }

    List<Finding> findings() throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try {
            URI url = session.url();
            findings.add(clock(url));
            findings.add(Finding.ok(
                    "credentials", "%s at %s".formatted(session.client().me().name(), url)));
        } catch (CommandException e) {
            findings.add(Finding.warn("credentials", "none that can be used", String.valueOf(e.getMessage())));
        } catch (PlatformException e) {
            findings.add(Finding.fail("credentials", String.valueOf(e.getMessage()), "chutes login takes another key"));
        } catch (IOException e) {
            findings.add(Finding.fail(
                    "platform",
                    "%s does not answer, %s".formatted(session.url(), e),
                    "chutes platform start runs one here, chutes login --url names another"));
        }
        return findings;
    }

    /** Keys expire, and usage is counted, by the platform's clock. */
    private static Finding clock(URI url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            HttpRequest request = HttpRequest.newBuilder(url.resolve("/v1/prices"))
                    .timeout(LIMIT)
                    .build();
            Instant before = Instant.now();
            HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
            Optional<Duration> skew = answer.headers()
                    .firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .map(date -> Duration.between(before, date));
            if (skew.isEmpty()) {
                return Finding.ok("clock", "the platform does not tell its time");
            }
            long seconds = skew.get().toSeconds();
            return skew.get().abs().compareTo(SKEW) > 0
                    ? Finding.warn(
                            "clock",
                            "%d s off the platform's".formatted(-seconds),
                            "set this machine's, such as by NTP")
                    : Finding.ok("clock", "within %d s of the platform's".formatted(Math.abs(seconds) + 1));
        }
    }
}
