package io.chutes.processor;

import io.chutes.platform.manifest.TimeoutsSpec;
import java.time.Duration;

/** Reads {@code @Timeouts}. */
final class TimeoutsReader {
    private TimeoutsReader() {}

    static TimeoutsSpec read(Settings settings) {
        var timeouts = new TimeoutsSpec(
                settings.duration("startup", "1s", "2h"),
                settings.duration("firstByte", "100ms", "1h"),
                settings.duration("idle", "100ms", "1h"),
                settings.duration("total", "100ms", "24h"));
        checkWithinTotal(settings, "firstByte", timeouts.firstByte(), timeouts.total());
        checkWithinTotal(settings, "idle", timeouts.idle(), timeouts.total());
        return timeouts;
    }

    private static void checkWithinTotal(Settings settings, String name, Duration part, Duration total) {
        if (part.compareTo(total) > 0 && !total.isZero()) {
            String at = settings.written().isWritten(name) ? name : "total";
            settings.complain(
                    at,
                    "%s is %s, longer than total, which is %s",
                    name,
                    settings.written().text(name),
                    settings.written().text("total"));
        }
    }
}
