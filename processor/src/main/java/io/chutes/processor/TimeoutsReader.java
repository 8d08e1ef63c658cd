package io.chutes.processor;

import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.TimeoutsSpec;
import java.time.Duration;

/** Reads {@code @Timeouts}. */
final class TimeoutsReader {
    private TimeoutsReader() {}

    static TimeoutsSpec read(Settings settings) {
        var timeouts = new TimeoutsSpec(
                settings.duration("startup", Limits.STARTUP),
                settings.duration("firstByte", Limits.FIRST_BYTE),
                settings.duration("idle", Limits.IDLE),
                settings.duration("total", Limits.TOTAL));
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
